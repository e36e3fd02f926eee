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

// errNothingApplied prevents the step from passing if nothing was applied.
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

// allReady waits until all objects are ready at the same time. With `for`, they must stay ready together; changes that do not
// make an object less ready do not matter.
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
		stays := func() observe.Check { return staying(ref) } // a completed Job may be being deleted
		wanted = append(wanted, assert.Wanted{Ref: ref, Check: ready, Goal: &goal}, assert.Wanted{Ref: ref, Check: stays})
	}
	return assert.Together(ctx, w, ending, wanted)
}

// hasReadiness reports whether objects of a kind become ready some time after their creation.
func hasReadiness(kind schema.GroupKind) bool {
	switch kind {
	case objects.KindDeployment, objects.KindStatefulSet, objects.KindDaemonSet, objects.KindJob, objects.KindPod, kindDefinition, kindAPIService:
		return true
	}
	return false
}

// Kinds whose readiness is a condition.
var (
	kindDefinition = schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}
	kindAPIService = schema.GroupKind{Group: "apiregistration.k8s.io", Kind: "APIService"}
)

// readiness returns what it means for an object to be ready, and when a wait for it fails fast.
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

// staying is met by an object that exists and is not being deleted.
func staying(ref kube.Ref) observe.Check {
	return objects.Present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		return observe.Verdict{Met: obj.GetDeletionTimestamp() == nil, Saw: objects.BeingDeleted}
	})
}

// readyOrSucceeded also accepts a pod that has succeeded.
func readyOrSucceeded(w *world.World, pod kube.Ref) observe.Check {
	return objects.PresentIn(pod, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		if phase, _, _ := unstructured.NestedString(obj.Object, "status", "phase"); phase == string(corev1.PodSucceeded) {
			return observe.Verdict{Met: true}
		}
		return podIsReady(w, v, pod, obj)
	}))
}
