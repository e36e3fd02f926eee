package steps

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
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
				Doc:     "The pod exists or existed, and has never had this STATUS in the scenario so far.",
				Example: `Then pod "slow-start" was never CrashLoopBackOff`,
				Run:     podWasNever,
			},
			{
				Name:    "pod-ready",
				Pattern: `pod {name} is ready`,
				Doc: "The pod's Ready condition becomes true: all its containers run and pass their readiness probes. A pod that is " +
					"being deleted is not ready: the step waits for a replacement of the same name, if there will be one.",
				Example: `Then pod "web" is ready within 30s`,
				Run:     podReady,
			},
		},
	}
}

func podIs(ctx context.Context, w *world.World, pod world.PodRef, status placeholder.Status, ending step.Ending) error {
	check := func(v observe.View) observe.Verdict {
		saw := objects.PodStatus(v, pod.Ref)
		return observe.Verdict{Met: saw == string(status), Saw: objects.SawPod(v, pod.Ref)}
	}
	switch status {
	case "Running":
		return assert.Eventually(ctx, w, ending, pod.Ref, check, assert.FailFast(failfast.Up))
	case "Completed":
		return assert.Eventually(ctx, w, ending, pod.Ref, check, assert.FailFast(failfast.Complete))
	}
	return assert.Eventually(ctx, w, ending, pod.Ref, check, assert.FailFast(failfast.Change))
}

func podWas(ctx context.Context, w *world.World, pod world.PodRef, status placeholder.Status, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, pod.Ref, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: objects.HadStatus(v, pod.Ref, string(status)), Saw: "never " + string(status) + "; " + objects.SawPod(v, pod.Ref)}
	}, assert.FailFast(failfast.Change))
}

func podWasNever(ctx context.Context, w *world.World, pod world.PodRef, status placeholder.Status, span step.Span) error {
	return assert.Never(ctx, w, span, pod.Ref, neverStatus(pod.Ref, status))
}

func neverStatus(ref kube.Ref, status placeholder.Status) assert.Prohibition {
	return assert.Prohibition{
		Lacks: func(v observe.View) string { return objects.NeverThere(v, ref) },
		Broken: func(v observe.View) string {
			if objects.HadStatus(v, ref, string(status)) {
				return "it was " + string(status)
			}
			return ""
		},
	}
}

func podReady(ctx context.Context, w *world.World, pod world.PodRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, pod.Ref, objects.PresentIn(pod.Ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return podIsReady(w, v, pod.Ref, obj)
	})), assert.FailFast(failfast.Up))
}

func podIsReady(w *world.World, v observe.View, pod kube.Ref, obj *unstructured.Unstructured) observe.Verdict {
	saw := objects.SawPod(v, pod)
	if stale := objects.StatusLags(obj); stale != "" && obj.GetDeletionTimestamp() == nil { // not for a pod that is being deleted: the deletion changes the generation
		saw += "; " + stale
	}
	return assert.Heard(w, v, pod, obj, "Ready", observe.Verdict{Met: objects.HasCondition(pod, obj, "Ready").Met, Saw: saw})
}
