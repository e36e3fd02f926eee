package kube

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"
)

const (
	// asksAtOnce is how many parallel requests are made to empty namespaces.
	asksAtOnce = 8
	// fewNamespaces is up to how many namespaces are listed one by one; for more, the kinds are listed in the whole cluster.
	fewNamespaces = 4
)

// Finalize does the work of the namespace controller for namespaces that are being deleted: it deletes everything in them,
// waits until nothing is left, and removes the controller's finalizer. The controller starts 5 seconds after the deletion, so
// that by then every API server knows about it. So this is only for a cluster with one API server, which refuses to create
// anything in the namespace from the deletion on. kinds must be all namespaced kinds of the cluster, see [Client.Namespaced].
func (c *Client) Finalize(ctx context.Context, namespaces []string, kinds []Kind) error {
	ctx = Quiet(ctx) // deprecated kinds are cleaned up as well, without warnings
	doomed, err := c.doomed(ctx, namespaces)
	if err != nil {
		return err
	}
	if len(doomed) > fewNamespaces {
		if doomed, err = c.finalizeMany(ctx, doomed, kinds); err != nil {
			return err
		}
	}
	var each errgroup.Group
	each.SetLimit(asksAtOnce)
	for name, uid := range doomed {
		each.Go(func() error { return c.finalizeOne(ctx, name, uid, kinds) })
	}
	return each.Wait()
}

// doomed returns those of the namespaces that exist. All of them must have a deletionTimestamp.
func (c *Client) doomed(ctx context.Context, namespaces []string) (map[string]types.UID, error) {
	there, err := c.typed.CoreV1().Namespaces().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the namespaces: %w", err)
	}
	found := map[string]types.UID{}
	for _, namespace := range there.Items {
		switch {
		case !slices.Contains(namespaces, namespace.Name):
		case namespace.DeletionTimestamp == nil:
			return nil, fmt.Errorf("namespace %s is not being deleted, and stays", namespace.Name)
		default:
			found[namespace.Name] = namespace.UID
		}
	}
	return found, nil
}

// finalizeMany deletes what is in the namespaces, and finalizes those that are empty then. It returns the others.
func (c *Client) finalizeMany(ctx context.Context, doomed map[string]types.UID, kinds []Kind) (left map[string]types.UID, err error) {
	occupied, err := c.occupied(ctx, doomed, kinds)
	if err != nil {
		return nil, err
	}
	asks, within := errgroup.WithContext(ctx)
	asks.SetLimit(asksAtOnce)
	for namespace, kinds := range occupied {
		asks.Go(func() error { return c.deleteAll(within, namespace, kinds) })
	}
	if err := asks.Wait(); err != nil {
		return nil, err
	}
	if occupied, err = c.occupied(ctx, doomed, kinds); err != nil {
		return nil, err
	}
	left = maps.Clone(doomed)
	asks, within = errgroup.WithContext(ctx)
	asks.SetLimit(asksAtOnce)
	for namespace, uid := range doomed {
		if len(occupied[namespace]) == 0 {
			delete(left, namespace)
			asks.Go(func() error { return c.finalize(within, namespace, uid) })
		}
	}
	return left, asks.Wait()
}

// finalizeOne deletes what is in a namespace until nothing is left, and finalizes it.
func (c *Client) finalizeOne(ctx context.Context, namespace string, uid types.UID, kinds []Kind) error {
	for {
		occupied, err := c.occupied(ctx, map[string]types.UID{namespace: uid}, kinds)
		switch {
		case err != nil:
			return err
		case len(occupied[namespace]) == 0:
			return c.finalize(ctx, namespace, uid)
		}
		if err := c.deleteAll(ctx, namespace, occupied[namespace]); err != nil {
			return err
		}
		for _, kind := range occupied[namespace] {
			if err := c.awaitNone(ctx, kind, namespace); err != nil {
				return err
			}
		}
	}
}

// deleteAll requests the deletion of all objects of the kinds in a namespace.
func (c *Client) deleteAll(ctx context.Context, namespace string, kinds []Kind) error {
	background := metav1.DeletePropagationBackground
	for _, kind := range kinds {
		err := c.resource(Ref{Kind: kind, Namespace: namespace}).DeleteCollection(ctx,
			metav1.DeleteOptions{PropagationPolicy: &background}, metav1.ListOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			return fmt.Errorf("delete all %s in namespace %s: %w", kind.GVR.Resource, namespace, err)
		}
	}
	return nil
}

// occupied returns, by namespace, the kinds that still have an object. The definition of a kind may have been deleted
// meanwhile, and all its objects with it.
func (c *Client) occupied(ctx context.Context, namespaces map[string]types.UID, kinds []Kind) (map[string][]Kind, error) {
	where, options := "", metav1.ListOptions{}
	if len(namespaces) == 1 {
		where, options.Limit = slices.Collect(maps.Keys(namespaces))[0], 1
	}
	var mu sync.Mutex
	found := map[string][]Kind{}
	asks, ctx := errgroup.WithContext(ctx)
	asks.SetLimit(asksAtOnce)
	for _, kind := range kinds {
		asks.Go(func() error {
			in, err := c.namespacesWith(ctx, kind, where, options)
			if err != nil && !apierrors.IsNotFound(err) {
				return fmt.Errorf("list %s: %w", kind.GVR.Resource, err)
			}
			mu.Lock()
			defer mu.Unlock()
			for namespace := range in {
				if _, asked := namespaces[namespace]; asked {
					found[namespace] = append(found[namespace], kind)
				}
			}
			return nil
		})
	}
	return found, asks.Wait()
}

// namespacesWith returns the namespaces that have objects of a kind: where, or, if that is empty, all. Only the metadata of the
// objects is transferred.
func (c *Client) namespacesWith(ctx context.Context, kind Kind, where string, options metav1.ListOptions) (map[string]bool, error) {
	objects := c.metadata.Resource(kind.GVR).Namespace(where)
	if options.Limit > 0 {
		list, err := objects.List(ctx, options)
		if err != nil || len(list.Items) == 0 {
			return nil, err
		}
		return map[string]bool{where: true}, nil
	}
	found := map[string]bool{}
	pages := pager.New(func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return objects.List(ctx, o) })
	err := pages.EachListItem(ctx, options, func(obj runtime.Object) error {
		if item, ok := obj.(*metav1.PartialObjectMetadata); ok {
			found[item.Namespace] = true
		}
		return nil
	})
	return found, err
}

// finalize removes the finalizer of the namespace controller.
func (c *Client) finalize(ctx context.Context, name string, uid types.UID) error {
	namespaces := c.typed.CoreV1().Namespaces()
	err := retry.RetryOnConflict(retry.DefaultRetry, func() error { // its controller may be writing its status
		namespace, err := namespaces.Get(ctx, name, metav1.GetOptions{})
		if err != nil || namespace.UID != uid {
			return err
		}
		namespace.Spec.Finalizers = slices.DeleteFunc(namespace.Spec.Finalizers, func(f corev1.FinalizerName) bool { return f == corev1.FinalizerKubernetes })
		_, err = namespaces.Finalize(ctx, namespace, metav1.UpdateOptions{FieldManager: FieldManager})
		return err
	})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("finalize namespace %s: %w", name, err)
	}
	return nil
}
