package steps

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func podSteps() step.Group {
	return step.Group{
		Name: "pod", Title: "Pods", Doc: "What kubectl get pods shows of one pod, now or at any time of the scenario.",
		Defs: []step.Def{
			{
				Name:    "pod-is",
				Pattern: `pod {name} is {status}`,
				Doc: "The pod's STATUS, as kubectl get pods prints it, becomes this word. A status that lasts only a moment " +
					"counts: every version of the pod is looked at.",
				Example: `Then pod "myapp-pod" is Init:0/2`,
				Run:     podIs,
			},
			{
				Name:    "pod-was",
				Pattern: `pod {name} was {status}`,
				Doc:     "The pod had this STATUS at some time of the scenario, or gets it. A former pod of the same name does not count.",
				Example: `Then pod "memory-hog" was OOMKilled`,
				Run:     podWas,
			},
			{
				Name:    "pod-never",
				Pattern: `pod {name} was never {status}`,
				Doc:     "The pod is or was there, and at no time of the scenario so far did it have this STATUS.",
				Example: `Then pod "slow-start" was never CrashLoopBackOff`,
				Run:     podWasNever,
			},
			{
				Name:    "pod-ready",
				Pattern: `pod {name} is ready`,
				Doc: "The pod's Ready condition becomes true: all its containers run and pass their readiness probes. A pod that is " +
					"being deleted is not ready: the step waits for its successor of the same name, if there is to be one.",
				Example: `Then pod "web" is ready within 30s`,
				Run:     podReady,
			},
		},
	}
}

func podIs(ctx context.Context, w *world.World, name string, status Status, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", name)
	if err != nil {
		return err
	}
	check := func(v observe.View) observe.Verdict {
		saw := statusOf(v, ref)
		return observe.Verdict{Met: saw == string(status), Saw: sawPod(v, ref)}
	}
	switch status {
	case "Running":
		return expectWell(ctx, w, ending, ref, failfast.Up, check)
	case "Completed":
		return expectWell(ctx, w, ending, ref, failfast.Complete, check)
	}
	return expectChange(ctx, w, ending, ref, check)
}

func podWas(ctx context.Context, w *world.World, name string, status Status, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", name)
	if err != nil {
		return err
	}
	return expectChange(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: hadStatus(v, ref, status), Saw: "never " + string(status) + "; " + sawPod(v, ref)}
	})
}

func podWasNever(ctx context.Context, w *world.World, name string, status Status, span step.Span) error {
	ref, err := w.Resolve(ctx, "pods", name)
	if err != nil {
		return err
	}
	return never(ctx, w, span, ref, neverStatus(ref, status))
}

func neverStatus(ref kube.Ref, status Status) claim {
	return claim{
		lacks: func(v observe.View) string { return neverThere(v, ref) },
		broken: func(v observe.View) string {
			if hadStatus(v, ref, status) {
				return "it was " + string(status)
			}
			return ""
		},
	}
}

func podReady(ctx context.Context, w *world.World, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", name)
	if err != nil {
		return err
	}
	return expectWell(ctx, w, ending, ref, failfast.Up, presentIn(ref, once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		saw := sawPod(v, ref)
		if stale := statusLags(obj); stale != "" && obj.GetDeletionTimestamp() == nil { // which makes a new generation
			saw += "; " + stale
		}
		return heard(w, obj, "Ready", observe.Verdict{Met: hasCondition(ref, obj, "Ready").Met, Saw: saw})
	})))
}

// statusOf is the STATUS word, or "" when there is no such pod.
func statusOf(v observe.View, ref kube.Ref) string {
	pod := kube.As[corev1.Pod](v.Get(ref))
	if pod == nil {
		return ""
	}
	return explain.PodStatus(pod)
}

func hadStatus(v observe.View, ref kube.Ref, status Status) bool {
	for _, o := range lifeOf(v, ref) {
		if pod := kube.As[corev1.Pod](o.Object); pod != nil && explain.PodStatus(pod) == string(status) {
			return true
		}
	}
	return false
}

// sawPod says in kubectl's words what the pod is now.
func sawPod(v observe.View, ref kube.Ref) string {
	pod := kube.As[corev1.Pod](v.Get(ref))
	if pod == nil {
		return fmt.Sprintf("there is no %s", ref)
	}
	saw := fmt.Sprintf("%s, %s ready", explain.PodStatus(pod), explain.PodReady(pod))
	if n := restarts(pod); n > 0 {
		saw += fmt.Sprintf(", %s", times("restart", n))
	}
	return saw
}
