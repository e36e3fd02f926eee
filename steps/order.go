package steps

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// startedAfterFinished compares the first version that shows the one container
// finished with the first that shows the other started. Only when both are
// the same version do the kubelet's own times decide, which have a resolution
// of one second.
func startedAfterFinished(ctx context.Context, w *world.World, later, pod, earlier string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		finished := firstVersion(v, ref, earlier, func(s *corev1.ContainerStatus) bool { return finishedAt(s) != nil })
		started := firstVersion(v, ref, later, func(s *corev1.ContainerStatus) bool { return startedAt(s) != nil })
		switch {
		case started == nil:
			return observe.Verdict{Saw: fmt.Sprintf("container %q has not started; the pod is %s", later, sawPod(v, ref))}
		case finished == nil:
			return observe.Verdict{Saw: fmt.Sprintf("container %q has started, %q has not finished", later, earlier)}
		case started.Seq != finished.Seq:
			return observe.Verdict{Met: finished.Seq < started.Seq, Saw: fmt.Sprintf("container %q started before %q finished", later, earlier)}
		}
		return orderInOneVersion(asPod(started.Object), later, earlier)
	})
}

func orderInOneVersion(pod *corev1.Pod, later, earlier string) observe.Verdict {
	a, _ := containerIn(pod, earlier)
	b, _ := containerIn(pod, later)
	finish, start := finishedAt(a), startedAt(b)
	if finish.Before(start) {
		return observe.Verdict{Met: true}
	}
	if start.Before(finish) {
		return observe.Verdict{Saw: fmt.Sprintf("container %q started at %s, before %q finished at %s", later,
			start.UTC().Format("15:04:05"), earlier, finish.UTC().Format("15:04:05"))}
	}
	return observe.Verdict{Saw: fmt.Sprintf("cannot tell: %q finished and %q started within the same second and were reported together", earlier, later)}
}

// neverRanBefore compares revisions: the object's first version, and the first
// version of the pod that shows the container running or ended.
func neverRanBefore(ctx context.Context, w *world.World, container, pod, kind, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	other, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		existed := v.History(other)
		if len(existed) == 0 {
			return observe.Verdict{Saw: fmt.Sprintf("there never was a %s", other)}
		}
		ran := firstVersion(v, ref, container, func(s *corev1.ContainerStatus) bool { return startedAt(s) != nil })
		if ran == nil {
			return observe.Verdict{Met: true}
		}
		before, known := observe.Before(existed[0], *ran)
		if !known {
			return observe.Verdict{Saw: fmt.Sprintf("cannot tell whether %s existed when container %q first ran", other, container)}
		}
		return observe.Verdict{Met: before, Saw: fmt.Sprintf("container %q ran before %s existed", container, other)}
	})
}

// firstVersion is the first version of the pod in which the container's status
// satisfies the condition, or nil.
func firstVersion(v observe.View, ref kube.Ref, container string, is func(*corev1.ContainerStatus) bool) *observe.Observation {
	for _, o := range v.History(ref) {
		if status, _ := containerIn(asPod(o.Object), container); status != nil && is(status) {
			return &o
		}
	}
	return nil
}

// startedAt is when the container's first run began, as far as the status
// still knows; nil when it never ran.
func startedAt(s *corev1.ContainerStatus) *metav1.Time {
	switch {
	case s.LastTerminationState.Terminated != nil:
		return &s.LastTerminationState.Terminated.StartedAt
	case s.State.Terminated != nil:
		return &s.State.Terminated.StartedAt
	case s.State.Running != nil:
		return &s.State.Running.StartedAt
	}
	return nil
}

func finishedAt(s *corev1.ContainerStatus) *metav1.Time {
	switch {
	case s.LastTerminationState.Terminated != nil:
		return &s.LastTerminationState.Terminated.FinishedAt
	case s.State.Terminated != nil:
		return &s.State.Terminated.FinishedAt
	}
	return nil
}
