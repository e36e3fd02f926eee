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
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// AwaitGone returns when the API server no longer has the object: at once if it does not exist, otherwise by watching it. When
// the definition of a kind is deleted, its objects are gone.
func (c *Client) AwaitGone(ctx context.Context, ref Ref) error {
	source := listWatch(c.resource(ref), fields.OneTermEqualSelector("metadata.name", ref.Name).String())
	absent := func(s cache.Store) (bool, error) { return len(s.ListKeys()) == 0, nil }
	deleted := func(e watch.Event) (bool, error) { return e.Type == watch.Deleted, nil }
	if _, err := watchtools.UntilWithSync(ctx, source, &unstructured.Unstructured{}, absent, deleted); err != nil {
		return fmt.Errorf("await the end of %s: %w", ref, err)
	}
	return nil
}

// awaitNone returns when a namespace has no object of a kind.
func (c *Client) awaitNone(ctx context.Context, kind Kind, namespace string) error {
	left := map[string]bool{}
	none := func(s cache.Store) (bool, error) {
		for _, key := range s.ListKeys() {
			left[key] = true
		}
		return len(left) == 0, nil
	}
	changed := func(e watch.Event) (bool, error) {
		key, err := cache.MetaNamespaceKeyFunc(e.Object)
		if err != nil {
			return false, err
		}
		if e.Type == watch.Deleted {
			delete(left, key)
		} else {
			left[key] = true
		}
		return len(left) == 0, nil
	}
	source := listWatch(c.resource(Ref{Kind: kind, Namespace: namespace}), "")
	if _, err := watchtools.UntilWithSync(ctx, source, &unstructured.Unstructured{}, none, changed); err != nil {
		return fmt.Errorf("await the end of all %s in namespace %s: %w", kind.GVR.Resource, namespace, err)
	}
	return nil
}

// listWatch is the source of an informer. It lists nothing for a kind whose definition has been deleted.
func listWatch(resource dynamic.ResourceInterface, fieldSelector string) *cache.ListWatch {
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			o.FieldSelector = fieldSelector
			list, err := resource.List(ctx, o)
			if apierrors.IsNotFound(err) { // the kind itself is gone: a list without matches is empty, not NotFound
				return &unstructured.UnstructuredList{}, nil
			}
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			o.FieldSelector = fieldSelector
			return resource.Watch(ctx, o)
		},
	}
}
