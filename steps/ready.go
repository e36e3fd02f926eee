package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

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
				"complete, pods are ready or have succeeded, definitions of kinds are established, API services are available, and all others " +
				"are there; none of them is being deleted. They are all so at the same time: when one has changed while the others were waited for, they are judged again.",
			Example: `Then everything that was applied is ready within 5m`,
			Run:     everythingReady,
		}},
	}
}

// shortest is left to an object when those before it have taken all the time: it is judged as it is then.
const shortest = time.Millisecond

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

// allReady waits until objects are ready, all of them at the same time.
func allReady(ctx context.Context, w *world.World, all []kube.Ref, ending step.Ending) error {
	for _, ref := range all {
		if err := w.Watch(ctx, ref.Kind); err != nil {
			return err
		}
	}
	until := w.Timeline.Now().Add(w.Within(ending.Within))
	for over := false; ; {
		before := statesOf(w, all)
		for _, ref := range all {
			left := func() time.Duration { return max(until.Sub(w.Timeline.Now()).Round(100*time.Millisecond), shortest) }
			if err := readyObject(ctx, w, world.ObjectRef{Ref: ref}, step.Ending{Within: left(), For: ending.For}); err != nil {
				return err
			}
			if err := stays(ctx, w, ref, step.Ending{Within: left()}); err != nil { // a Job that is complete may be going
				return err
			}
		}
		i := changed(before, statesOf(w, all))
		if i < 0 {
			return nil
		}
		if over {
			return assert.Failure(ctx, w, all[i], w.Within(ending.Within), &observe.Missed{Saw: "each object was ready, but not all at the same time: this one has changed since"})
		}
		over = !w.Timeline.Now().Before(until)
	}
}

// statesOf tells versions of objects apart: by their resourceVersion where readiness is more than being there, else by their UID, and
// whether they go.
func statesOf(w *world.World, all []kube.Ref) []string {
	states := make([]string, len(all))
	w.Timeline.View(func(v observe.View) {
		for i, ref := range all {
			obj := v.Get(ref)
			switch {
			case obj == nil:
			case hasReadiness(ref.Kind.GVK.GroupKind()):
				states[i] = obj.GetResourceVersion()
			default:
				states[i] = fmt.Sprint(obj.GetUID(), obj.GetDeletionTimestamp() != nil)
			}
		}
	})
	return states
}

// changed is the index of the first state that is another one now, -1 when there is none.
func changed(before, now []string) int {
	for i := range before {
		if before[i] != now[i] {
			return i
		}
	}
	return -1
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

// readyObject waits for one object, as the step about its kind does.
func readyObject(ctx context.Context, w *world.World, object world.ObjectRef, ending step.Ending) error {
	isTrue := func(condition string) error {
		return expectCondition(ctx, w, object.Ref, wantedCondition{condition, corev1.ConditionTrue, nil}, ending, assert.FailFast(failfast.Present))
	}
	kind := object.Kind.GVK.GroupKind()
	switch {
	case !hasReadiness(kind):
		return stays(ctx, w, object.Ref, ending, assert.FailFast(failfast.Present))
	case kind == objects.KindDeployment, kind == objects.KindStatefulSet, kind == objects.KindDaemonSet:
		return rolledOut(ctx, w, object, ending)
	case kind == objects.KindJob:
		return jobIsComplete(ctx, w, world.JobRef{Ref: object.Ref}, ending)
	case kind == kindDefinition:
		return isTrue("Established")
	case kind == kindAPIService:
		return isTrue("Available")
	}
	return readyOrSucceeded(ctx, w, object, ending)
}

// stays waits until an object is there, and not on its way out.
func stays(ctx context.Context, w *world.World, ref kube.Ref, ending step.Ending, opts ...assert.Option) error {
	return assert.Eventually(ctx, w, ending, ref, objects.Present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		return observe.Verdict{Met: obj.GetDeletionTimestamp() == nil, Saw: objects.BeingDeleted}
	}), opts...)
}

// readyOrSucceeded takes a pod that has done its work for ready.
func readyOrSucceeded(ctx context.Context, w *world.World, pod world.ObjectRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, pod.Ref, objects.PresentIn(pod.Ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		if phase, _, _ := unstructured.NestedString(obj.Object, "status", "phase"); phase == string(corev1.PodSucceeded) {
			return observe.Verdict{Met: true}
		}
		return podIsReady(w, v, pod.Ref, obj)
	})), assert.FailFast(failfast.Up))
}
