package world

import (
	"context"
	"fmt"
	"maps"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/probe"
)

// claim labels a cluster-scoped object as this scenario's and registers its
// deletion, as no namespace takes it away. An object that is there and is not
// this scenario's is refused: the scenario would change it for everybody, and
// the clean-up would delete it.
func (w *World) claim(ctx context.Context, ref kube.Ref, obj *unstructured.Unstructured) error {
	w.label(obj)
	if w.claimed[ref] {
		return nil // applied before, by this scenario
	}
	there, err := w.Run.Client.Get(ctx, ref)
	if err != nil {
		return err
	}
	if there != nil && there.GetDeletionTimestamp() != nil && w.made(there) {
		if err := w.Run.Client.AwaitGone(ctx, ref); err != nil {
			return fmt.Errorf("wait for %s of the attempt before to go: %w", ref, err)
		}
		there = nil
	}
	if there != nil {
		return taken(ref, there.GetLabels())
	}
	w.deleteAtEnd(ref)
	return nil
}

// label marks a cluster-scoped object as this scenario's.
func (w *World) label(obj *unstructured.Unstructured) {
	labels := map[string]string{}
	maps.Copy(labels, obj.GetLabels())
	labels[LabelRun], labels[LabelScenario] = w.Run.ID, slug(w.Scenario.Name, 63)
	obj.SetLabels(labels)
}

func (w *World) deleteAtEnd(ref kube.Ref) {
	w.claimed[ref] = true
	w.Defer(ref.String(), func(ctx context.Context) error {
		_, err := w.Run.Client.Writer(nil).Delete(ctx, ref)
		return err
	})
}

// made tells that an attempt at this scenario made the object.
func (w *World) made(obj *unstructured.Unstructured) bool {
	labels := obj.GetLabels()
	return labels[LabelRun] == w.Run.ID && labels[LabelScenario] == slug(w.Scenario.Name, 63)
}

func taken(ref kube.Ref, labels map[string]string) error {
	if labels[LabelRun] == "" {
		return fmt.Errorf("%s is in the cluster already and not made by gherkind: a scenario may not replace it, choose another name", ref)
	}
	return fmt.Errorf("%s of scenario %q (run %s) is in the cluster: give it another name here, tag both scenarios @exclusive, "+
		"or delete it when that run has crashed", ref, labels[LabelScenario], labels[LabelRun])
}

func (w *World) awaitEstablished(ctx context.Context, ref kube.Ref) error {
	err := w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: hasCondition(v.Get(ref), "Established"), Saw: "it is not established"}
	})
	if err != nil {
		return fmt.Errorf("await %s: %w", ref, err)
	}
	return w.awaitServed(ctx, ref)
}

// awaitServed waits until the cluster knows the kinds that an established definition defines. The API server adds
// them to what it says of itself a moment later, and nothing can be watched for that.
func (w *World) awaitServed(ctx context.Context, ref kube.Ref) error {
	obj, err := w.Run.Client.Get(ctx, ref)
	if err != nil || obj == nil {
		return err // it may be gone again
	}
	kinds, err := kube.DefinedKinds(obj)
	if err != nil {
		return err
	}
	for _, gvk := range kinds {
		err := probe.Until(ctx, probe.Wall{}, nil, func(ctx context.Context) error {
			_, err := w.Run.Client.Kind(ctx, gvk)
			return err
		})
		if err != nil {
			return fmt.Errorf("await the kind that %s defines: %w", ref, err)
		}
	}
	return nil
}

func hasCondition(obj *unstructured.Unstructured, condition string) bool {
	if obj == nil {
		return false
	}
	conditions, _, err := unstructured.NestedSlice(obj.Object, "status", "conditions")
	if err != nil {
		return false
	}
	for _, c := range conditions {
		if m, ok := c.(map[string]any); ok && m["type"] == condition && m["status"] == "True" {
			return true
		}
	}
	return false
}
