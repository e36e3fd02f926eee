package steps

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func readySteps() step.Group {
	return step.Group{
		Name: "ready", Title: "All that was applied", Doc: "Wait for all objects that the scenario has applied.",
		Defs: []step.Def{{
			Name:    "everything-ready",
			Rights:  rightsOfReplicas,
			Pattern: `everything that was applied is ready`,
			Doc: "Each object that steps of the scenario have applied is ready: Deployments, StatefulSets and DaemonSets are rolled out, Jobs are " +
				"complete, pods are ready or have succeeded, CustomResourceDefinitions are established, API services are available, and all others exist; none is being " +
				"deleted. All must be ready at the same time and, with `for`, stay ready together.",
			Example: `Then everything that was applied is ready within 5m`,
			Run:     everythingReady,
		}},
	}
}

// errNothingApplied keeps the step from passing on nothing.
var errNothingApplied = errors.New("no step before this one has applied anything: there is nothing that could be ready")

func everythingReady(ctx context.Context, w *world.World, ending step.Ending) error {
	all := w.Brought()
	if len(all) == 0 && w.Declared() {
		return nil
	}
	if len(all) == 0 {
		return errNothingApplied
	}
	return allReady(ctx, w, all, ending)
}

// allReady waits until objects are ready, all of them at the same time. With `for`, they stay so together: a version, a status or a
// generation that makes none of them less ready changes nothing.
func allReady(ctx context.Context, w *world.World, all []kube.Ref, ending step.Ending) error {
	var wanted []assert.Wanted
	for _, ref := range all {
		if err := w.Watch(ctx, ref.Kind); err != nil {
			return err
		}
		if err := watchOwned(ctx, w, ref); err != nil {
			return err
		}
		ready, goal := readiness(w, ref)
		stays := func() observe.Check { return staying(ref) } // a Job that is complete may be going
		wanted = append(wanted, assert.Wanted{Ref: ref, Check: ready, Goal: &goal}, assert.Wanted{Ref: ref, Check: stays})
	}
	return assert.Together(ctx, w, ending, wanted)
}

// hasReadiness reports whether objects of a kind are ready some time after they are there.
func hasReadiness(kind schema.GroupKind) bool {
	switch kind {
	case objects.KindDeployment, objects.KindStatefulSet, objects.KindDaemonSet, objects.KindJob, objects.KindPod, kindDefinition, kindAPIService:
		return true
	}
	return false
}

// Kinds that are ready by a condition.
var (
	kindDefinition = schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}
	kindAPIService = schema.GroupKind{Group: "apiregistration.k8s.io", Kind: "APIService"}
)

// readiness makes what the step about an object of its kind waits for, and says when that gives up.
func readiness(w *world.World, ref kube.Ref) (func() observe.Check, failfast.Goal) {
	isTrue := func(condition string) func() observe.Check {
		return func() observe.Check {
			return hasCondition(w, ref, wantedCondition{condition, corev1.ConditionTrue, nil})
		}
	}
	kind := ref.Kind.GVK.GroupKind()
	switch {
	case !hasReadiness(kind):
		return func() observe.Check { return staying(ref) }, failfast.Present
	case kind == objects.KindDeployment, kind == objects.KindStatefulSet, kind == objects.KindDaemonSet:
		return func() observe.Check { return isRolledOut(w, ref) }, failfast.Complete
	case kind == objects.KindJob:
		return isTrue("Complete"), failfast.Complete
	case kind == kindDefinition:
		return isTrue("Established"), failfast.Present
	case kind == kindAPIService:
		return isTrue("Available"), failfast.Present
	}
	return func() observe.Check { return readyOrSucceeded(w, ref) }, failfast.Up
}

// staying is met by an object that is there, and not on its way out.
func staying(ref kube.Ref) observe.Check {
	return objects.Present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		return observe.Verdict{Met: obj.GetDeletionTimestamp() == nil, Saw: objects.BeingDeleted}
	})
}

// readyOrSucceeded takes a pod that has done its work for ready.
func readyOrSucceeded(w *world.World, pod kube.Ref) observe.Check {
	return objects.PresentIn(pod, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		if phase, _, _ := unstructured.NestedString(obj.Object, "status", "phase"); phase == string(corev1.PodSucceeded) {
			return observe.Verdict{Met: true}
		}
		return podIsReady(w, v, pod, obj)
	}))
}
