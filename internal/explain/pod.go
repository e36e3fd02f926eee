package explain

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// memory is how long the last end of a container that is well again still counts: the time after which the kubelet resets a
// container's restart back-off.
const memory = 10 * time.Minute

// podCase is one pod with everything known about it.
type podCase struct {
	*index
	object     *unstructured.Unstructured
	pod        *corev1.Pod
	events     []event // about this pod, oldest first
	containers []container
	err        error // the object could not be read
}

// podCause looks for one kind of cause.
type podCause func(podCase) []finding

// scope says how much of a pod's past counts.
type scope int

const (
	everything scope = iota // also what happened to a container that is well again
	present                 // only what keeps the pod from being ready now
)

func (x *index) podOf(o *unstructured.Unstructured) podCase {
	pod, err := read[corev1.Pod](o)
	if err != nil {
		return podCase{index: x, object: o, err: err}
	}
	return podCase{index: x, object: o, pod: pod, events: x.eventsOf(o), containers: containers(pod)}
}

// findings evaluates all causes, root causes first: an earlier one may have caused a later one.
func (p podCase) findings(s scope) []finding {
	if p.err != nil {
		return unreadable(p.object, p.err)
	}
	if s == present && (p.ready() || p.pod.Status.Phase == corev1.PodSucceeded) {
		return nil
	}
	causes := []podCause{
		podNodeNotReady, podEvicted, podRejected, podTerminating,
		podUnschedulable, podSandboxFailed, podVolumePending,
		podImagePull, podConfigError, podOOMKilled, podRBACDenied, podProbeFailed,
		podInitFailed, podCrashLoop, podContainerExited, podInitBlocked,
	}
	var out []finding
	for _, cause := range causes {
		out = append(out, cause(p)...)
		if p.ended(out) {
			return out
		}
	}
	if len(out) == 0 {
		out = append(podNotReady(p), podStarting(p)...)
	}
	return out
}

// ended reports whether the last finding ended the whole pod: how its containers ended then explains nothing.
func (p podCase) ended(found []finding) bool {
	if len(found) == 0 {
		return false
	}
	switch found[len(found)-1].Code {
	case PodTerminating, PodRejected:
		return true
	case PodEvicted:
		return p.over()
	}
	return false
}

func (p podCase) ready() bool {
	return conditionOf(p.pod.Status.Conditions, corev1.PodReady) == corev1.ConditionTrue
}

func conditionOf(conditions []corev1.PodCondition, kind corev1.PodConditionType) corev1.ConditionStatus {
	i := slices.IndexFunc(conditions, func(c corev1.PodCondition) bool { return c.Type == kind })
	if i < 0 {
		return corev1.ConditionUnknown
	}
	return conditions[i].Status
}

// counts reports whether the last end of c is still relevant: c is not well, or has been well only for a short time.
func (p podCase) counts(c container) bool {
	t := c.lastEnd()
	if t == nil {
		return false
	}
	recent := p.Now.IsZero() || p.Now.Sub(t.FinishedAt.Time) < memory
	return !c.well() && c.status.State.Running == nil || recent
}

// eventsAbout returns the pod's events about one container.
func (p podCase) eventsAbout(c container) []event {
	return slices.DeleteFunc(slices.Clone(p.events), func(e event) bool { return e.container() != c.Name })
}
