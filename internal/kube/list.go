package kube

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/pager"
)

// List reads all objects of a kind in a namespace or, if that is empty or the kind is cluster-scoped, in the cluster. It reads
// page by page.
func (c *Client) List(ctx context.Context, kind Kind, namespace string) ([]*unstructured.Unstructured, error) {
	return c.list(ctx, kind, namespace, metav1.ListOptions{})
}

// ListLabelled is List for the objects that match a label selector.
func (c *Client) ListLabelled(ctx context.Context, kind Kind, namespace, selector string) ([]*unstructured.Unstructured, error) {
	return c.list(ctx, kind, namespace, metav1.ListOptions{LabelSelector: selector})
}

// smallPage is how many objects are read at a time if their number or size may be out of bounds.
const smallPage = 20

// Each calls take with all objects of a kind in a namespace, and reads no more of them once it returns an error. Little is in
// memory at a time.
func (c *Client) Each(ctx context.Context, kind Kind, namespace string, take func(*unstructured.Unstructured) error) error {
	resources := c.resource(Ref{Kind: kind, Namespace: namespace})
	pages := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return resources.List(ctx, options)
	})
	pages.PageSize, pages.PageBufferSize, pages.FullListIfExpired = smallPage, 1, false
	err := pages.EachListItem(ctx, metav1.ListOptions{}, func(obj runtime.Object) error {
		item, is := obj.(*unstructured.Unstructured)
		if !is {
			return nil
		}
		return take(item)
	})
	if err != nil {
		return fmt.Errorf("list %s: %w", kind.GVR.Resource, err)
	}
	return nil
}

func (c *Client) list(ctx context.Context, kind Kind, namespace string, options metav1.ListOptions) ([]*unstructured.Unstructured, error) {
	resources := c.resource(Ref{Kind: kind, Namespace: namespace})
	pages := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return resources.List(ctx, options)
	})
	var list []*unstructured.Unstructured
	err := pages.EachListItem(ctx, options, func(obj runtime.Object) error {
		if item, ok := obj.(*unstructured.Unstructured); ok {
			list = append(list, item)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind.GVR.Resource, err)
	}
	return list, nil
}
