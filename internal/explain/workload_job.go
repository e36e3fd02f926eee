package explain

import (
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// ofJob explains a pod of a Job. A Job that has failed or succeeded deletes its pods: that deletion is not a cause, but how a
// pod ended before it is one, if known.
func (x *index) ofJob(o *unstructured.Unstructured, s progress) []finding {
	p := x.podOf(o)
	if p.err == nil && p.pod.Status.Phase == corev1.PodSucceeded {
		return nil
	}
	gone := x.get(kindPod, o.GetNamespace(), o.GetName()) != o
	if !gone && !s.over {
		return p.findings(present)
	}
	return slices.DeleteFunc(p.beforeDeletion().findings(present), func(f finding) bool { return OnItsWay(f.Code) })
}

// beforeDeletion returns the pod as it was before its deletion, as far as known: ends caused by the deletion are left out.
func (p podCase) beforeDeletion() podCase {
	if p.err != nil || p.pod.DeletionTimestamp == nil {
		return p
	}
	pod := p.pod.DeepCopy()
	began := deletionBegan(pod)
	byDeletion := false
	for _, list := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range list {
			if t := list[i].State.Terminated; t != nil && endedBy(t, began) {
				byDeletion = true
				list[i].State = corev1.ContainerState{Terminated: list[i].LastTerminationState.Terminated}
			}
		}
	}
	pod.DeletionTimestamp = nil
	if pod.Status.Reason == "" && (byDeletion || pod.Spec.RestartPolicy != corev1.RestartPolicyNever) {
		pod.Status.Phase = corev1.PodRunning // deletion alone gives a pod a final phase
	}
	p.pod, p.containers = pod, containers(pod)
	return p
}

// deletionBegan returns when the pod was deleted: the deletionTimestamp is the end of the grace period.
func deletionBegan(pod *corev1.Pod) time.Time {
	return pod.DeletionTimestamp.Add(-time.Duration(deref(pod.DeletionGracePeriodSeconds, 0)) * time.Second)
}

// endedBy reports whether a container ended because of a deletion that began at that time. Both times are whole seconds; within
// the same second, how the container ended decides.
func endedBy(t *corev1.ContainerStateTerminated, began time.Time) bool {
	switch finished := t.FinishedAt.Time; {
	case finished.Before(began):
		return false
	case finished.After(began):
		return true
	}
	return t.Signal != 0 || t.ExitCode == 0 || t.ExitCode == exitKilled || t.ExitCode == exitTerminated
}

// Settled describes the final state of an object that is well, or "" if it may still change: an expectation that it does not
// meet can no longer be met, although nothing is wrong with the object.
func Settled(f Facts, s Subject) string {
	o := newIndex(f).get(s.Kind, s.Namespace, s.Name)
	if o == nil || nameOf(o).Kind != kindJob || !complete(o) {
		return ""
	}
	return say.Textf("%s is Complete, and that is final: it cannot fail any more, nor run again", describeName(o)).String()
}

func complete(o *unstructured.Unstructured) bool {
	c, ok := conditionNamed(o, string(batchv1.JobComplete))
	return ok && c.status == "True"
}

// finishedJob says how a Job ended that was deleted by ttlSecondsAfterFinished.
func finishedJob(gone *unstructured.Unstructured, what say.Text) (says, hint say.Text) {
	if nameOf(gone).Kind != kindJob {
		return say.Text{}, say.Text{}
	}
	j, err := read[batchv1.Job](gone)
	if err != nil || j.Spec.TTLSecondsAfterFinished == nil {
		return say.Text{}, say.Text{}
	}
	for _, c := range j.Status.Conditions {
		if c.Status == corev1.ConditionTrue && (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) {
			return say.Textf("%s was %s, and was deleted after its ttlSecondsAfterFinished (%d)", what, c.Type, *j.Spec.TTLSecondsAfterFinished),
				say.Textf("raise ttlSecondsAfterFinished, so that it is there when somebody looks")
		}
	}
	return say.Text{}, say.Text{}
}
