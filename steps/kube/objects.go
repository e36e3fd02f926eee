package kube

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

func (c *Client) resource(ref Ref) dynamic.ResourceInterface {
	resources := c.dynamic.Resource(ref.Kind.GVR)
	if !ref.Kind.Namespaced {
		return resources
	}
	return resources.Namespace(ref.Namespace)
}

// Get reads an object; nil when it is not there.
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

// Delete asks for the deletion of an object and of what it owns, and does not
// wait for it. An object that is not there is no error.
func (c *Client) Delete(ctx context.Context, ref Ref) error {
	background := metav1.DeletePropagationBackground
	err := c.resource(ref).Delete(ctx, ref.Name, metav1.DeleteOptions{PropagationPolicy: &background})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("delete %s: %w", ref, err)
	}
	return nil
}

// Patch applies a JSON merge patch (RFC 7386) to an object, or to one of its
// subresources.
func (c *Client) Patch(ctx context.Context, ref Ref, patch []byte, subresource ...string) error {
	_, err := c.resource(ref).Patch(ctx, ref.Name, types.MergePatchType, patch,
		metav1.PatchOptions{FieldManager: FieldManager}, subresource...)
	if err != nil {
		return fmt.Errorf("change %s: %w", ref, err)
	}
	return nil
}

// Scale sets the number of replicas through the kind's scale subresource.
func (c *Client) Scale(ctx context.Context, ref Ref, replicas int) error {
	return c.Patch(ctx, ref, fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, replicas), "scale")
}
