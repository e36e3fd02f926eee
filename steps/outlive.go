package steps

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// runningWhenFinished looks at the version of the pod that shows the second
// container's end first. When the first container has ended in that version
// too, the kubelet's times decide.
func runningWhenFinished(ctx context.Context, w *world.World, longer, pod, shorter string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		end := firstVersion(v, ref, shorter, func(s *corev1.ContainerStatus) bool { return s.State.Terminated != nil })
		if end == nil {
			return observe.Verdict{Saw: notEnded(v, ref, shorter)}
		}
		at := asPod(end.Object)
		a, saw := containerIn(at, longer)
		b, _ := containerIn(at, shorter)
		switch {
		case a == nil:
			return observe.Verdict{Saw: saw}
		case a.State.Running != nil:
			return observe.Verdict{Met: true}
		case a.State.Terminated == nil:
			return past(fmt.Sprintf("container %q was waiting when %q finished", longer, shorter))
		}
		return endsInOneVersion(a, b)
	})
}

func endsInOneVersion(longer, shorter *corev1.ContainerStatus) observe.Verdict {
	a, b := longer.State.Terminated.FinishedAt, shorter.State.Terminated.FinishedAt
	if b.Before(&a) {
		return observe.Verdict{Met: true}
	}
	if a.Before(&b) {
		return past(fmt.Sprintf("container %q had finished before %q did", longer.Name, shorter.Name))
	}
	return past(fmt.Sprintf("cannot tell: %q and %q finished within the same second and were reported together", longer.Name, shorter.Name))
}

func notEnded(v observe.View, ref kube.Ref, container string) string {
	if _, saw := containerIn(asPod(v.Get(ref)), container); saw != "" {
		return saw
	}
	return fmt.Sprintf("container %q has not finished; the pod is %s", container, sawPod(v, ref))
}

func neverRan(ctx context.Context, w *world.World, container, pod string, span step.Span) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	return never(ctx, w, span, ref, neverRanIn(ref, container))
}

// neverRanIn needs the container in the pod's spec: a name that is misspelt
// never ran either.
func neverRanIn(ref kube.Ref, container string) claim {
	return claim{
		lacks: func(v observe.View) string {
			if saw := neverThere(v, ref); saw != "" {
				return saw
			}
			return undeclared(v, ref, container)
		},
		broken: func(v observe.View) string {
			if firstVersion(v, ref, container, func(s *corev1.ContainerStatus) bool { return startOf(s) != nil }) == nil {
				return ""
			}
			return fmt.Sprintf("container %q ran; the pod is %s", container, sawPod(v, ref))
		},
	}
}

// undeclared says that the pod, which was there, has no such container; "" when it has.
func undeclared(v observe.View, ref kube.Ref, container string) string {
	pod := asPod(lifeOf(v, ref)[0].Object)
	switch {
	case pod == nil:
		return "the pod cannot be read"
	case !declares(pod, container):
		return notInPod(pod, container)
	}
	return ""
}

func declares(pod *corev1.Pod, container string) bool {
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if c.Name == container {
			return true
		}
	}
	return false
}

// callPod waits until the workload has exactly one pod, and names it.
func callPod(ctx context.Context, w *world.World, kind, name, called string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	pods, err := w.Run.Client.KindByName(ctx, "pods")
	if err != nil {
		return err
	}
	var found kube.Ref
	err = expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		pod, saw := onlyPod(v, ref)
		if pod == nil {
			return observe.Verdict{Saw: saw}
		}
		found = kube.Ref{Kind: pods, Namespace: pod.Namespace, Name: pod.Name}
		return observe.Verdict{Met: true}
	})
	if err != nil {
		return err
	}
	return w.Call(called, found)
}

// onlyPod is the pod of a workload that is to have one. Of several, the first one that is there is not the only one.
func onlyPod(v observe.View, workload kube.Ref) (*corev1.Pod, string) {
	pods, saw := allPods(v, workload)
	if saw != "" {
		return nil, saw
	}
	if len(pods) != 1 {
		return nil, fmt.Sprintf("%s has %s", workload, times("pod", len(pods)))
	}
	return pods[0], ""
}
