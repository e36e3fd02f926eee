package kube

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// AwaitGone returns when the API server no longer has the object: at once when
// it is not there, else by watching it. With the definition of a kind, its objects are gone.
func (c *Client) AwaitGone(ctx context.Context, ref Ref) error {
	resource, one := c.resource(ref), fields.OneTermEqualSelector("metadata.name", ref.Name).String()
	source := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			o.FieldSelector = one
			list, err := resource.List(ctx, o)
			if apierrors.IsNotFound(err) { // said of the kind, as a list of nothing is empty
				return &unstructured.UnstructuredList{}, nil
			}
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			o.FieldSelector = one
			return resource.Watch(ctx, o)
		},
	}
	absent := func(s cache.Store) (bool, error) { return len(s.ListKeys()) == 0, nil }
	deleted := func(e watch.Event) (bool, error) { return e.Type == watch.Deleted, nil }
	if _, err := watchtools.UntilWithSync(ctx, source, &unstructured.Unstructured{}, absent, deleted); err != nil {
		return fmt.Errorf("await the end of %s: %w", ref, err)
	}
	return nil
}
