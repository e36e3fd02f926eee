package kube

import (
	"context"
	"encoding/json"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/util/retry"
)

func (c *Client) resource(ref Ref) dynamic.ResourceInterface {
	resources := c.dynamic.Resource(ref.Kind.GVR)
	if !ref.Kind.Namespaced {
		return resources
	}
	return resources.Namespace(ref.Namespace)
}

// Get reads an object. It returns nil if the object does not exist.
func (c *Client) Get(ctx context.Context, ref Ref) (*unstructured.Unstructured, error) {
	obj, err := c.resource(ref).Get(ctx, ref.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	return obj, nil
}

// Delete requests the deletion of an object and of its dependents, and does not wait for it. found is false if there was no
// such object. An object that has meanwhile replaced it is not deleted.
func (w *Writer) Delete(ctx context.Context, ref Ref) (found bool, err error) {
	only, err := w.permit(Deletes, ref)
	if err != nil {
		return false, err
	}
	return w.delete(ctx, ref, func(obj *unstructured.Unstructured) bool { return only == "" || obj.GetUID() == only })
}

// DeleteIf is Delete, but only if meant returns true for the object; otherwise the object counts as absent.
func (w *Writer) DeleteIf(ctx context.Context, ref Ref, meant func(*unstructured.Unstructured) bool) (found bool, err error) {
	if _, err := w.permit(Deletes, ref); err != nil {
		return false, err
	}
	return w.delete(ctx, ref, meant)
}

func (w *Writer) delete(ctx context.Context, ref Ref, meant func(*unstructured.Unstructured) bool) (found bool, err error) {
	err = retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		obj, err := w.client.Get(ctx, ref)
		if found = obj != nil && meant(obj); err != nil || !found {
			return err
		}
		uid, background := obj.GetUID(), metav1.DeletePropagationBackground
		err = w.client.resource(ref).Delete(ctx, ref.Name, metav1.DeleteOptions{
			PropagationPolicy: &background, Preconditions: &metav1.Preconditions{UID: &uid},
		})
		if err == nil || apierrors.IsNotFound(err) {
			w.wrote(Change{Ref: ref, UID: uid, Revision: obj.GetResourceVersion(), Ending: true})
			return nil
		}
		return err
	})
	if err != nil {
		return found, fmt.Errorf("delete %s: %w", ref, err)
	}
	return found, nil
}

// Patch applies a JSON merge patch (RFC 7386) to an object, or to one of its
// subresources.
func (w *Writer) Patch(ctx context.Context, ref Ref, patch []byte, subresource ...string) error {
	only, err := w.permit(Changes, ref)
	if err != nil {
		return err
	}
	if patch, err = onlyOf(only, patch); err != nil {
		return fmt.Errorf("change %s: %w", ref, err)
	}
	obj, err := w.client.resource(ref).Patch(ctx, ref.Name, types.MergePatchType, patch,
		metav1.PatchOptions{FieldManager: FieldManager}, subresource...)
	if err != nil {
		return fmt.Errorf("change %s: %w", ref, err)
	}
	w.shows(ref, obj)
	return nil
}

// onlyOf adds the UID of the intended object to a merge patch: the server then refuses it for another object of that name.
func onlyOf(only types.UID, patch []byte) ([]byte, error) {
	if only == "" {
		return patch, nil
	}
	var fields map[string]any
	if err := json.Unmarshal(patch, &fields); err != nil {
		return nil, fmt.Errorf("read the patch: %w", err)
	}
	if err := unstructured.SetNestedField(fields, string(only), "metadata", "uid"); err != nil {
		return nil, fmt.Errorf("name the object in the patch: %w", err)
	}
	return json.Marshal(fields)
}

// Scale sets the number of replicas through the kind's scale subresource. The answer has the resourceVersion of the scaled
// object.
func (w *Writer) Scale(ctx context.Context, ref Ref, replicas int) error {
	return w.Patch(ctx, ref, fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, replicas), "scale")
}
