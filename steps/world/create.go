package world

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// createAt creates an object that must not exist yet. A cluster-scoped one belongs to the scenario and is deleted at its end.
func (w *World) createAt(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if ref.Kind.Namespaced {
		return to.Create(ctx, ref, obj)
	}
	w.label(obj)
	made, err := to.Create(ctx, ref, obj)
	w.madeShared(ref, made, err)
	return made, err
}

// Make creates one object that must not exist yet, such as a Job from the template in another object. Later steps find it by
// its name.
func (w *World) Make(ctx context.Context, ref kube.Ref, obj *unstructured.Unstructured) error {
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		obj.SetNamespace(ref.Namespace)
		obj.SetName(ref.Name)
		if err := w.bringObject(ctx, to, ref.Kind, obj, w.createAt); err != nil {
			return err
		}
		return nil
	})
}
