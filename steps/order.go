package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func orderSteps() step.Group {
	return step.Group{
		Name: "order", Title: "Order of containers", Doc: "Which container of a pod ran before which, including init containers.",
		Defs: []step.Def{
			{
				Name:    "container-started-after-finished",
				Pattern: `container {name} of pod {name} started after container {name} finished`,
				Doc: "By the order in which the cluster reported it, the second container had finished before the first one " +
					"started. When both were reported at once and in the same second, the node's container runtime decides; on a cluster " +
					"that is not gherkind's nobody can tell then, and the result is infrastructure.",
				Example: `Then container "init-mydb" of pod "myapp-pod" started after container "init-myservice" finished`,
				Run:     startedAfterFinished,
			},
			{
				Name:    "container-started-after-succeeded",
				Pattern: `container {name} of pod {name} started after container {name} succeeded`,
				Doc: "As `started after … finished`, but only an end with exit code 0 counts: runs of the second container that " +
					"failed before do not.",
				Example: `Then container "app" of pod "web" started after container "migrate" succeeded`,
				Run:     startedAfterSucceeded,
			},
			{
				Name:    "container-started-after-started",
				Pattern: `container {name} of pod {name} started after container {name} started`,
				Doc: "By the order in which the cluster reported it, the second container ran before the first one was started. " +
					"When both were reported at once and in the same second, it is as with `started after … finished`.",
				Example: `Then container "app" of pod "web" started after container "sidecar" started`,
				Run:     startedAfterStarted,
			},
			{
				Name:    "container-running-when-finished",
				Pattern: `container {name} of pod {name} was still running when container {name} finished`,
				Doc:     "The second container has ended, or ends, and at that time the first one was running.",
				Example: `Then container "sidecar" of pod "web" was still running when container "app" finished`,
				Run:     runningWhenFinished,
			},
			{
				Name:    "container-never-ran",
				Pattern: `container {name} of pod {name} never ran`,
				Doc: "The pod has this container, and no version of the pod so far shows it running or ended; with `before`, none " +
					"from before another object came into being.",
				Example: `Then container "myapp-container" of pod "myapp-pod" never ran before service "mydb" existed`,
				Run:     neverRan,
			},
		},
	}
}

// moment is something that happens once in a run of a container and has a timestamp in its status.
type moment struct {
	word string // past participle, for messages
	of   func(*corev1.ContainerStatus) *objects.Occasion
}

func started() moment   { return moment{"started", objects.Start} }
func finished() moment  { return moment{"finished", objects.End} }
func succeeded() moment { return moment{"succeeded", objects.Success} }

func startedAfterFinished(ctx context.Context, w *world.World, later world.ContainerRef, earlier string, ending step.Ending) error {
	return expectStart(ctx, w, later, earlier, finished(), ending)
}

func startedAfterStarted(ctx context.Context, w *world.World, later world.ContainerRef, earlier string, ending step.Ending) error {
	return expectStart(ctx, w, later, earlier, started(), ending)
}

func startedAfterSucceeded(ctx context.Context, w *world.World, later world.ContainerRef, earlier string, ending step.Ending) error {
	return expectStart(ctx, w, later, earlier, succeeded(), ending)
}

// expectStart compares the first version that shows the earlier container at the given moment with the first one that shows the
// later container started. If they are the same version, the timestamps of the kubelet decide, which have a resolution of one
// second. If these are equal, too, the container runtime of the node decides.
func expectStart(ctx context.Context, w *world.World, later world.ContainerRef, earlier string, m moment, ending step.Ending) error {
	var unclear *corev1.Pod
	err := assert.Eventually(ctx, w, ending, later.Pod, func(v observe.View) observe.Verdict {
		before := objects.FirstVersion(v, later.Ref().Beside(earlier), func(s *corev1.ContainerStatus) bool { return m.of(s) != nil })
		start := objects.FirstVersion(v, later.Ref(), func(s *corev1.ContainerStatus) bool { return objects.Start(s) != nil })
		switch {
		case start == nil:
			return observe.Verdict{Saw: notStarted(v, later.Ref())}
		case before == nil:
			return objects.Decided(fmt.Sprintf("container %q has started, %q has not %s", later.Name, earlier, m.word))
		case start.Seq < before.Seq:
			return objects.Decided(fmt.Sprintf("container %q started before %q %s", later.Name, earlier, m.word))
		case before.Seq < start.Seq:
			return observe.Verdict{Met: true}
		}
		verdict, told := orderInOneVersion(kube.As[corev1.Pod](start.Object), later.Name, earlier, m)
		if !told {
			unclear = kube.As[corev1.Pod](start.Object)
		}
		return verdict
	})
	if err != nil || unclear == nil {
		return err
	}
	if err := orderInRuntime(ctx, w, unclear, later.Name, earlier, m); err != nil {
		return assert.Failure(ctx, w, later.Pod, 0, err)
	}
	return nil
}

func notStarted(v observe.View, c kube.ContainerRef) string {
	if _, saw := objects.Container(kube.As[corev1.Pod](v.Get(c.Pod)), c.Name); saw != "" {
		return saw
	}
	return fmt.Sprintf("container %q has not started; the pod is %s", c.Name, objects.SawPod(v, c.Pod))
}

// orderInOneVersion compares the timestamps of the kubelet, which are whole seconds. If both fall in the same second the order
// is unknown: it returns Met, and known is false.
func orderInOneVersion(pod *corev1.Pod, later, earlier string, m moment) (verdict observe.Verdict, known bool) {
	a, _ := objects.Container(pod, earlier)
	b, _ := objects.Container(pod, later)
	before, start := m.of(a).At, objects.Start(b).At
	if start.Before(&before) {
		return objects.Decided(tooEarly(later, start.Time, earlier, m, before.Time, time.TimeOnly)), true
	}
	return observe.Verdict{Met: true}, before.Before(&start)
}

func tooEarly(later string, start time.Time, earlier string, m moment, before time.Time, layout string) string {
	return fmt.Sprintf("container %q started at %s, before %q %s at %s", later, start.UTC().Format(layout), earlier, m.word, before.UTC().Format(layout))
}

// orderInRuntime asks the container runtime of the pod's node, whose timestamps are in nanoseconds.
func orderInRuntime(ctx context.Context, w *world.World, pod *corev1.Pod, later, earlier string, m moment) error {
	a, _ := objects.Container(pod, earlier)
	b, _ := objects.Container(pod, later)
	began, before, err := remote.RunTimes(ctx, w, pod.Spec.NodeName, m.of(a).ID)
	if m.word == started().word {
		before = began
	}
	var start time.Time
	if err == nil {
		start, _, err = remote.RunTimes(ctx, w, pod.Spec.NodeName, objects.Start(b).ID)
	}
	if err != nil {
		return cannotTell(earlier, m.word, later, started().word, err)
	}
	if start.Before(before) {
		return errors.New(tooEarly(later, start, earlier, m, before, "15:04:05.000000"))
	}
	return nil
}

// cannotTell returns the error for an unknown order, which is infrastructure, not a failure of the containers.
func cannotTell(one, did, other, does string, err error) error {
	return fmt.Errorf("%w: cannot tell: %q %s and %q %s within the same second and were reported together; %w", observe.ErrUnobserved, one, did, other, does, err)
}

// runningWhenFinished uses the first version that shows the second container terminated. If the first container has terminated
// in the same version, the timestamps of the kubelet decide; if these are equal, too, the container runtime of the node
// decides.
func runningWhenFinished(ctx context.Context, w *world.World, longer world.ContainerRef, shorter string, ending step.Ending) error {
	var unclear *corev1.Pod
	err := assert.Eventually(ctx, w, ending, longer.Pod, func(v observe.View) observe.Verdict {
		end := objects.FirstVersion(v, longer.Ref().Beside(shorter), func(s *corev1.ContainerStatus) bool { return s.State.Terminated != nil })
		if end == nil {
			return observe.Verdict{Saw: notEnded(v, longer.Ref().Beside(shorter))}
		}
		at := kube.As[corev1.Pod](end.Object)
		a, saw := objects.Container(at, longer.Name)
		b, _ := objects.Container(at, shorter)
		switch {
		case a == nil:
			return observe.Verdict{Saw: saw}
		case a.State.Running != nil:
			return observe.Verdict{Met: true}
		case a.State.Terminated == nil:
			return objects.Decided(fmt.Sprintf("container %q was waiting when %q finished", longer.Name, shorter))
		}
		verdict, told := endsInOneVersion(a, b)
		if !told {
			unclear = at
		}
		return verdict
	})
	if err != nil || unclear == nil {
		return err
	}
	if err := endsInRuntime(ctx, w, unclear, longer.Name, shorter); err != nil {
		return assert.Failure(ctx, w, longer.Pod, 0, err)
	}
	return nil
}

// endsInOneVersion compares the timestamps of the kubelet, like orderInOneVersion.
func endsInOneVersion(longer, shorter *corev1.ContainerStatus) (verdict observe.Verdict, known bool) {
	a, b := longer.State.Terminated.FinishedAt, shorter.State.Terminated.FinishedAt
	if a.Before(&b) {
		return objects.Decided(fmt.Sprintf("container %q had finished before %q did", longer.Name, shorter.Name)), true
	}
	return observe.Verdict{Met: true}, b.Before(&a)
}

// endsInRuntime asks the container runtime of the pod's node.
func endsInRuntime(ctx context.Context, w *world.World, pod *corev1.Pod, longer, shorter string) error {
	a, _ := objects.Container(pod, longer)
	b, _ := objects.Container(pod, shorter)
	_, last, err := remote.RunTimes(ctx, w, pod.Spec.NodeName, a.State.Terminated.ContainerID)
	var first time.Time
	if err == nil {
		_, first, err = remote.RunTimes(ctx, w, pod.Spec.NodeName, b.State.Terminated.ContainerID)
	}
	if err != nil {
		return cannotTell(longer, finished().word, shorter, finished().word, err)
	}
	if last.Before(first) {
		return fmt.Errorf("container %q had finished before %q did", longer, shorter)
	}
	return nil
}

func notEnded(v observe.View, c kube.ContainerRef) string {
	if _, saw := objects.Container(kube.As[corev1.Pod](v.Get(c.Pod)), c.Name); saw != "" {
		return saw
	}
	return fmt.Sprintf("container %q has not finished; the pod is %s", c.Name, objects.SawPod(v, c.Pod))
}

func neverRan(ctx context.Context, w *world.World, container world.ContainerRef, span step.Span) error {
	return assert.Never(ctx, w, span, container.Pod, neverRanIn(container.Ref()))
}

// neverRanIn requires that the container is in the pod's spec: otherwise a misspelt name would always pass.
func neverRanIn(c kube.ContainerRef) assert.Prohibition {
	return assert.Prohibition{
		Lacks: func(v observe.View) string {
			if saw := objects.NeverThere(v, c.Pod); saw != "" {
				return saw
			}
			return objects.Undeclared(v, c)
		},
		Broken: func(v observe.View) string {
			if objects.FirstVersion(v, c, func(s *corev1.ContainerStatus) bool { return objects.Start(s) != nil }) == nil {
				return ""
			}
			return fmt.Sprintf("container %q ran; the pod is %s", c.Name, objects.SawPod(v, c.Pod))
		},
	}
}
