package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func containerSteps() step.Group {
	return step.Group{
		Name: "container", Title: "Containers", Doc: "Restarts, terminations and their order; including init containers.",
		Defs: []step.Def{
			{
				Name:    "container-running",
				Pattern: `container {name} of pod {name} is running`,
				Doc:     "The container has been started and has not ended. With `for` it proves that the container keeps running, however slowly the machine started it.",
				Example: `Then container "init-mydb" of pod "myapp-pod" is running for 3s`,
				Run:     containerRunning,
			},
			{
				Name:    "container-restarted",
				Pattern: `container {name} of pod {name} has restarted {count} time(s)`,
				Doc:     "The container's restart count becomes exactly this number.",
				Example: `Then container "app" of pod "web" has restarted 0 times`,
				Run:     containerRestarted,
			},
			{
				Name:    "container-restarted-at-least",
				Pattern: `container {name} of pod {name} has restarted at least {count} time(s)`,
				Doc:     "The container's restart count reaches this number.",
				Example: `Then container "ctr" of pod "memory-hog" has restarted at least 2 times within 90s`,
				Run:     containerRestartedAtLeast,
			},
			{
				Name:    "container-restarted-by-liveness",
				Pattern: `container {name} of pod {name} was restarted by its liveness probe`,
				Doc: "The container restarts, and the kubelet's own events say that it killed it because the liveness probe " +
					"failed. A container that ends by itself does not count.",
				Example: `Then container "liveness" of pod "liveness-exec" was restarted by its liveness probe`,
				Run:     restartedByLiveness,
			},
			{
				Name:    "container-waited-before-restart",
				Pattern: `container {name} of pod {name} waited at least {duration} before restart {count}`,
				Doc: "The kubelet's back-off: the time between the end of the container's previous run and this restart, counted from 1. " +
					"It is taken from the container's status, which has whole seconds.",
				Example: `Then container "app" of pod "web" waited at least 10s before restart 2`,
				Run:     waitedBeforeRestart,
			},
			{
				Name:    "no-other-pod-restarted",
				Pattern: `no pod but {name} has restarted`,
				Doc:     "There are or were other pods in the scenario's namespaces, and none of their containers has restarted so far.",
				Example: `Then no pod but "liveness-exec" has restarted`,
				Run:     noOtherPodRestarted,
			},
			{
				Name:    "container-terminated",
				Pattern: `container {name} of pod {name} was terminated with reason {text}`,
				Doc:     "The container ended at some time of the scenario, or ends, with this reason (OOMKilled, Error, Completed …).",
				Example: `Then container "ctr" of pod "memory-hog" was terminated with reason "OOMKilled"`,
				Run:     containerTerminated,
			},
			{
				Name:    "container-exited",
				Pattern: `container {name} of pod {name} ended with exit code {count}`,
				Doc:     "The container ended at some time of the scenario, or ends, with this exit code: 137 is SIGKILL, 143 SIGTERM.",
				Example: `Then container "app" of pod "web" ended with exit code 137`,
				Run:     containerExited,
			},
			{
				Name:    "pod-called",
				Makes:   step.Makes{Kind: "pod", Value: 2},
				Pattern: `the pod of {pod-owner} {name} is called {name}`,
				Doc:     "Waits until the workload has its one pod, and gives it a name for the rest of the scenario: the names of pods of Jobs and Deployments are not known beforehand. With several pods the step fails.",
				Example: `Then the pod of job "report" is called "worker"`,
				Run:     callPod,
			},
		},
	}
}

func waitedBeforeRestart(ctx context.Context, w *world.World, container world.ContainerRef, least time.Duration, restart int, ending step.Ending) error {
	if restart == 0 {
		return errors.New("restarts are counted from 1")
	}
	return assert.Eventually(ctx, w, ending, container.Pod, func(v observe.View) observe.Verdict {
		if status, saw := objects.Container(kube.As[corev1.Pod](v.Get(container.Pod)), container.Name); status == nil {
			return observe.Verdict{Saw: saw}
		}
		verdict := objects.PauseBefore(objects.Runs(v, container.Ref()), restart, least)
		if !verdict.Met {
			verdict.Saw += "; the pod is " + objects.SawPod(v, container.Pod)
		}
		return verdict
	}, assert.FailFast(failfast.Change))
}

func noOtherPodRestarted(ctx context.Context, w *world.World, pod world.PodRef, span step.Span) error {
	own := map[string]bool{pod.Ref.Namespace: true} //nolint:staticcheck // it may be of the set-up; Ref tells it from the names of other fields
	for _, namespace := range w.OwnNamespaces() {
		own[namespace] = true
	}
	return assert.Never(ctx, w, span, pod.Ref, noOthersRestart(pod.Ref, own))
}

// noOthersRestart checks every version of every other pod in the namespaces, so restarts of deleted or replaced pods count,
// too.
func noOthersRestart(but kube.Ref, namespaces map[string]bool) assert.Prohibition {
	known := &restartedOthers{but: but, namespaces: namespaces}
	others := func(v observe.View) (found bool, restarted []string) {
		if observe.Grows(v) {
			return known.look(v)
		}
		return (&restartedOthers{but: but, namespaces: namespaces}).look(v)
	}
	return assert.Prohibition{
		Lacks: func(v observe.View) string {
			if saw := objects.NeverThere(v, but); saw != "" {
				return saw
			}
			if found, _ := others(v); !found {
				return "there was no other pod in the scenario"
			}
			return ""
		},
		Broken: func(v observe.View) string {
			if _, restarted := others(v); len(restarted) > 0 {
				return strings.Join(restarted, ", ") + " has restarted"
			}
			return ""
		},
	}
}

// restartedOthers keeps the result for the versions that were checked, so that each version is checked once.
type restartedOthers struct {
	but        kube.Ref
	namespaces map[string]bool

	seen      int // number of pod versions
	found     bool
	restarted []string
}

func (r *restartedOthers) look(v observe.View) (found bool, restarted []string) {
	versions := observe.OfKind(v, r.but.Kind.GVR.GroupResource(), r.seen)
	r.seen += len(versions)
	for _, o := range versions {
		if !r.namespaces[o.Ref.Namespace] || o.Ref == r.but {
			continue
		}
		r.found = true
		if container := objects.RestartedContainer(o.Object); container != "" {
			r.restarted = append(r.restarted, fmt.Sprintf("container %q of %s", container, o.Ref))
		}
	}
	slices.Sort(r.restarted)
	r.restarted = slices.Compact(r.restarted)
	return r.found, r.restarted
}

// callPod waits until the workload has exactly one pod, and gives it a name.
func callPod(ctx context.Context, w *world.World, owner world.ObjectRef, called string, ending step.Ending) error {
	pods, err := w.Run.Client.KindByName(ctx, "pods")
	if err != nil {
		return err
	}
	var found kube.Ref
	err = assert.Eventually(ctx, w, ending, owner.Ref, func(v observe.View) observe.Verdict {
		pod, saw := onlyPod(v, owner.Ref)
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

// onlyPod returns the pod of a workload that has exactly one, once all its pods exist.
func onlyPod(v observe.View, workload kube.Ref) (*corev1.Pod, string) {
	pods, saw := objects.AllPods(v, workload)
	if saw != "" {
		return nil, saw
	}
	if len(pods) != 1 {
		return nil, fmt.Sprintf("%s has %s", workload, words.Times("pod", len(pods)))
	}
	return pods[0], ""
}

func containerRestarted(ctx context.Context, w *world.World, container world.ContainerRef, count int, ending step.Ending) error {
	check := restartsAre(container.Ref(), func(n int) bool { return n == count })
	if count == 0 {
		return assert.Eventually(ctx, w, ending, container.Pod, check, assert.FailFast(failfast.Change), assert.WarnAtOnce(nil))
	}
	err := assert.Eventually(ctx, w, ending, container.Pod, check, assert.FailFast(failfast.Change))
	if err == nil {
		assert.WarnNumber(ctx, w, ending)
	}
	return err
}

func containerRestartedAtLeast(ctx context.Context, w *world.World, container world.ContainerRef, count int, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, container.Pod, restartsAre(container.Ref(), func(n int) bool { return n >= count }), assert.FailFast(failfast.Change))
}

func restartsAre(c kube.ContainerRef, enough func(int) bool) observe.Check {
	return func(v observe.View) observe.Verdict {
		status, saw := objects.Container(kube.As[corev1.Pod](v.Get(c.Pod)), c.Name)
		if status == nil {
			return observe.Verdict{Saw: saw}
		}
		n := int(status.RestartCount)
		return observe.Verdict{Met: enough(n), Saw: words.Times("restart", n) + "; the pod is " + objects.SawPod(v, c.Pod)}
	}
}

// restartedByLiveness requires a restart and an earlier Killing event of the kubelet that names the liveness probe of this
// container.
func restartedByLiveness(ctx context.Context, w *world.World, container world.ContainerRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, container.Pod, func(v observe.View) observe.Verdict {
		status, saw := objects.Container(kube.As[corev1.Pod](v.Get(container.Pod)), container.Name)
		if status == nil {
			return observe.Verdict{Saw: saw}
		}
		if status.RestartCount == 0 {
			return observe.Verdict{Saw: "no restart; the pod is " + objects.SawPod(v, container.Pod)}
		}
		if !killedByLiveness(v, container.Ref()) {
			return observe.Verdict{Saw: fmt.Sprintf("%s, but none because of a liveness probe: %s",
				words.Times("restart", int(status.RestartCount)), objects.LastEnd(status))}
		}
		return observe.Verdict{Met: true}
	}, assert.FailFast(failfast.Change))
}

// killedByLiveness searches for the message that the kubelet records before it kills a container because of its liveness probe
// (reason Killing, kuberuntime).
func killedByLiveness(v observe.View, c kube.ContainerRef) bool {
	for _, e := range objects.Events(v, c.Pod) {
		if e.Reason == "Killing" && e.InvolvedObject.FieldPath == "spec.containers{"+c.Name+"}" &&
			strings.Contains(e.Message, "failed liveness probe") {
			return true
		}
	}
	return false
}

func containerRunning(ctx context.Context, w *world.World, container world.ContainerRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, container.Pod, func(v observe.View) observe.Verdict {
		status, saw := objects.Container(kube.As[corev1.Pod](v.Get(container.Pod)), container.Name)
		if status == nil {
			return observe.Verdict{Saw: saw}
		}
		if status.State.Running == nil {
			return observe.Verdict{Saw: objects.SawContainer(status)}
		}
		node, _ := objects.NodeOf(v, container.Pod)
		stale := w.UnheardStart(node, status.State.Running.StartedAt.Time)
		return observe.Verdict{Met: stale == "", Saw: objects.SawContainer(status) + "; " + stale}
	}, assert.FailFast(failfast.Change))
}

func containerTerminated(ctx context.Context, w *world.World, container world.ContainerRef, reason string, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, container.Pod, func(v observe.View) observe.Verdict {
		reasons := objects.Terminations(v, container.Ref())
		return observe.Verdict{Met: reasons[reason] > 0, Saw: objects.SawTerminations(v, container.Ref(), reasons)}
	}, assert.FailFast(failfast.Change))
}

func containerExited(ctx context.Context, w *world.World, container world.ContainerRef, code int, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, container.Pod, func(v observe.View) observe.Verdict {
		codes, saw := objects.ExitCodes(v, container.Ref())
		return observe.Verdict{Met: slices.Contains(codes, code), Saw: saw}
	}, assert.FailFast(failfast.Change))
}
