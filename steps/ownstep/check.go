package ownstep

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
)

// Eventually waits until the object exists and the check is met: for as long as the ending of the step says, or else the timeout of
// the run. T is the Go type of the object, or [unstructured.Unstructured]. check is called with every version of the object that is
// observed. It must depend on nothing else and be quick. saw is what it found if the check is not met, in a few words. A status that
// the object's controller wrote for an older spec (status.observedGeneration) does not meet it.
func Eventually[T any](ctx context.Context, w *World, ending step.Ending, object Object, check func(*T) (met bool, saw string)) error {
	return assert.Eventually(ctx, w, ending, object.Ref, objects.PresentIn(object.Ref, objects.Once(
		func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
			return heard(w, v, []*unstructured.Unstructured{obj}, object.Kind, func(own []*T) (bool, string) { return check(own[0]) })
		})))
}

// EventuallyAll is Eventually for all objects of a kind in the scenario's namespaces that have these labels (nil: all), sorted by
// namespace and name. There may be none.
func EventuallyAll[T any](ctx context.Context, w *World, ending step.Ending, kind string, having labels.Selector, check func([]*T) (met bool, saw string)) error {
	known, err := w.WatchNamed(ctx, kind)
	if err != nil {
		return err
	}
	namespaces := w.OwnNamespaces()
	if !known.Namespaced {
		namespaces = []string{""}
	}
	if len(namespaces) == 0 {
		return fmt.Errorf("the scenario has no namespace yet in which there could be %s: apply a manifest first", kind)
	}
	return assert.Eventually(ctx, w, ending, kube.Ref{Kind: known}, func(v observe.View) observe.Verdict {
		var found []*unstructured.Unstructured
		for _, namespace := range namespaces {
			found = append(found, v.List(known, namespace, having)...)
		}
		return heard(w, v, found, known, check)
	})
}

// Never checks that no version of the object was bad: so far, or over the time that the step names (`throughout, …`, `… for 5s`,
// `… before pod "x"`). What a former object of the same name went through does not count. saw says what was bad. An object that
// never existed does not meet the check.
func Never[T any](ctx context.Context, w *World, span step.Span, object Object, bad func(*T) (is bool, saw string)) error {
	known := map[uint64]string{} // what is bad about a version, by its number
	return assert.Never(ctx, w, span, object.Ref, assert.Prohibition{
		Lacks: func(v observe.View) string { return objects.NeverThere(v, object.Ref) },
		Broken: func(v observe.View) string {
			for _, o := range objects.Life(v, object.Ref) {
				saw, judged := known[o.Seq]
				if !judged {
					saw = badIn(o, bad)
					known[o.Seq] = saw
				}
				if saw != "" {
					return saw
				}
			}
			return ""
		},
	})
}

func badIn[T any](o observe.Observation, bad func(*T) (bool, string)) string {
	if o.Type == watch.Deleted {
		return "" // it is the version before
	}
	verdict := judge([]*unstructured.Unstructured{o.Object}, func(own []*T) (bool, string) { return bad(own[0]) })
	switch {
	case verdict.FailsFast != nil:
		return verdict.Saw
	case verdict.Met && verdict.Saw == "":
		return "a version of it was bad"
	case verdict.Met:
		return verdict.Saw
	}
	return ""
}

// heard judges objects. A verdict that depends on the status counts only if every status is of the present spec, and not from before
// the scenario switched off a node. It depends on it if the check is not met without the status.
func heard[T any](w *World, v observe.View, all []*unstructured.Unstructured, kind kube.Kind, check func([]*T) (bool, string)) observe.Verdict {
	verdict := judge(all, check)
	if !verdict.Met || judge(withoutStatus(all), check).Met {
		return verdict
	}
	for _, obj := range all {
		ref := kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
		if now := objects.OfPresentSpec(obj, true, assert.HeardStatus(w, v, ref, obj, true, verdict)); !now.Met {
			return now
		}
	}
	return verdict
}

func withoutStatus(all []*unstructured.Unstructured) []*unstructured.Unstructured {
	bare := make([]*unstructured.Unstructured, len(all))
	for i, obj := range all {
		bare[i] = obj.DeepCopy()
		unstructured.RemoveNestedField(bare[i].Object, "status")
	}
	return bare
}

// judge calls the check with copies of the objects: the objects themselves are shared by all scenarios.
func judge[T any](all []*unstructured.Unstructured, check func([]*T) (bool, string)) observe.Verdict {
	own := make([]*T, len(all))
	for i, obj := range all {
		var err error
		if own[i], err = kube.Read[T](obj.DeepCopy()); err != nil {
			return never(err.Error() + "; correct the Go type that the step reads it with")
		}
	}
	return verdictOf(func() (bool, string) { return check(own) })
}
