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

func orderSteps() step.Group {
	return step.Group{
		Name: "order", Title: "Order of containers", Doc: "Which container of a pod ran before which, init containers included.",
		Defs: []step.Def{
			{
				Name:    "container-started-after-finished",
				Pattern: `container {name} of pod {name} started after container {name} finished`,
				Doc: "By the order in which the cluster reported it, the second container had finished before the first one " +
					"started. When both were reported at once and in the same second, the node's container runtime decides; on a cluster " +
					"that is not gherkind's the step then fails and says that it cannot tell.",
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

// moment is something that happens to a container once, as its status dates it.
type moment struct {
	word string // past participle, as sentences use it
	of   func(*corev1.ContainerStatus) *occasion
}

func started() moment   { return moment{"started", startOf} }
func finished() moment  { return moment{"finished", endOf} }
func succeeded() moment { return moment{"succeeded", successOf} }

func startedAfterFinished(ctx context.Context, w *world.World, later, pod, earlier string, ending step.Ending) error {
	return expectStart(ctx, w, later, pod, earlier, finished(), ending)
}

func startedAfterStarted(ctx context.Context, w *world.World, later, pod, earlier string, ending step.Ending) error {
	return expectStart(ctx, w, later, pod, earlier, started(), ending)
}

func startedAfterSucceeded(ctx context.Context, w *world.World, later, pod, earlier string, ending step.Ending) error {
	return expectStart(ctx, w, later, pod, earlier, succeeded(), ending)
}

// expectStart compares the first version that shows the earlier container at
// the given moment with the first that shows the later one started. When both
// are the same version the kubelet's own times decide, which have a resolution
// of one second, and when these are the same, too, those of the node's container runtime.
func expectStart(ctx context.Context, w *world.World, later, pod, earlier string, m moment, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	var unclear *corev1.Pod
	err = expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		before := firstVersion(v, ref, earlier, func(s *corev1.ContainerStatus) bool { return m.of(s) != nil })
		start := firstVersion(v, ref, later, func(s *corev1.ContainerStatus) bool { return startOf(s) != nil })
		switch {
		case start == nil:
			return observe.Verdict{Saw: notStarted(v, ref, later)}
		case before == nil:
			return past(fmt.Sprintf("container %q has started, %q has not %s", later, earlier, m.word))
		case start.Seq < before.Seq:
			return past(fmt.Sprintf("container %q started before %q %s", later, earlier, m.word))
		case before.Seq < start.Seq:
			return observe.Verdict{Met: true}
		}
		verdict, told := orderInOneVersion(asPod(start.Object), later, earlier, m)
		if !told {
			unclear = asPod(start.Object)
		}
		return verdict
	})
	if err != nil || unclear == nil {
		return err
	}
	if err := orderInRuntime(ctx, w, unclear, later, earlier, m); err != nil {
		return failure(ctx, w, ref, 0, err)
	}
	return nil
}

func notStarted(v observe.View, ref kube.Ref, container string) string {
	if _, saw := containerIn(asPod(v.Get(ref)), container); saw != "" {
		return saw
	}
	return fmt.Sprintf("container %q has not started; the pod is %s", container, sawPod(v, ref))
}

// firstVersion is the first version of the pod in which the container's status
// satisfies the condition, or nil.
func firstVersion(v observe.View, ref kube.Ref, container string, is func(*corev1.ContainerStatus) bool) *observe.Observation {
	for _, o := range lifeOf(v, ref) {
		if status, _ := containerIn(asPod(o.Object), container); status != nil && is(status) {
			return &o
		}
	}
	return nil
}
