package world

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
)

// dependents are the kinds that a controller makes for an applied object: they
// are watched from before the apply, so that the timeline has their beginning.
var dependents = map[string][]schema.GroupVersionKind{
	"Deployment": {{Group: "apps", Version: "v1", Kind: "ReplicaSet"}},
	"CronJob":    {{Group: "batch", Version: "v1", Kind: "Job"}},
	"Service":    {{Group: "discovery.k8s.io", Version: "v1", Kind: "EndpointSlice"}},
}

// Apply sends every document of a manifest to the cluster by server-side
// apply, in the order of the file, CustomResourceDefinitions first. Namespaces
// are replaced by the scenario's own, images by those of the image catalogue.
func (w *World) Apply(ctx context.Context, m *kube.Manifest) error {
	objects, err := m.Render(kube.Rewriter{
		Namespace: func(alias string) (string, error) { return w.Namespace(ctx, alias) },
		Image:     w.Run.Image,
	})
	if err != nil {
		return fmt.Errorf("prepare %s: %w", m.Path, err)
	}
	definitions, others := splitDefinitions(objects)
	for _, obj := range definitions {
		if err := w.applyDefinition(ctx, obj); err != nil {
			return fmt.Errorf("apply %s: %w", m.Path, err)
		}
	}
	for _, obj := range others {
		if err := w.applyOne(ctx, obj); err != nil {
			return fmt.Errorf("apply %s: %w", m.Path, err)
		}
	}
	return nil
}

func (w *World) applyOne(ctx context.Context, obj *unstructured.Unstructured) error {
	kind, err := w.Run.Client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return err
	}
	if err := w.watchWith(ctx, kind); err != nil {
		return err
	}
	if !kind.Namespaced {
		w.deferDelete(kube.Ref{Kind: kind, Name: obj.GetName()})
	}
	if _, err := w.Run.Client.Apply(ctx, obj); err != nil {
		return err
	}
	w.remember(kind, obj.GetNamespace(), obj.GetName())
	return nil
}

func (w *World) watchWith(ctx context.Context, kind kube.Kind) error {
	kinds := []kube.Kind{kind}
	for _, gvk := range dependents[kind.GVK.Kind] {
		dependent, err := w.Run.Client.Kind(ctx, gvk)
		if err != nil {
			return fmt.Errorf("look up kind %s: %w", gvk.Kind, err)
		}
		kinds = append(kinds, dependent)
	}
	return w.Watch(ctx, kinds...)
}

// deferDelete undoes the creation of a cluster-scoped object, which no
// namespace takes with it.
func (w *World) deferDelete(ref kube.Ref) {
	w.Defer(ref.String(), func(ctx context.Context) error {
		return w.Run.Client.Delete(ctx, ref)
	})
}

func (w *World) applyDefinition(ctx context.Context, obj *unstructured.Unstructured) error {
	if err := w.applyOne(ctx, obj); err != nil {
		return err
	}
	kind, err := w.Run.Client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return err
	}
	ref := kube.Ref{Kind: kind, Name: obj.GetName()}
	err = w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: hasCondition(v.Get(ref), "Established"), Saw: "not established"}
	})
	if err != nil {
		return fmt.Errorf("await %s: %w", ref, err)
	}
	return nil
}

func splitDefinitions(objects []*unstructured.Unstructured) (definitions, others []*unstructured.Unstructured) {
	for _, obj := range objects {
		if obj.GetKind() == "CustomResourceDefinition" {
			definitions = append(definitions, obj)
		} else {
			others = append(others, obj)
		}
	}
	return definitions, others
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
