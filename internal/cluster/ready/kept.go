package ready

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	appsv1client "k8s.io/client-go/kubernetes/typed/apps/v1"
	coordinationv1client "k8s.io/client-go/kubernetes/typed/coordination/v1"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
)

// clients has the API groups that are watched.
type clients interface {
	AppsV1() appsv1client.AppsV1Interface
	CoordinationV1() coordinationv1client.CoordinationV1Interface
	CoreV1() corev1client.CoreV1Interface
}

// watched is the client of one kind.
type watched[L runtime.Object] interface {
	List(ctx context.Context, o metav1.ListOptions) (L, error)
	Watch(ctx context.Context, o metav1.ListOptions) (watch.Interface, error)
}

// object is an object of one kind.
type object interface {
	runtime.Object
	metav1.Object
}

// kept is a cache of the objects of one kind, updated by a watch.
type kept[T object] struct{ cache.SharedIndexInformer }

// keep creates the cache for the kind of the given object. The client tells the informer whether it supports WatchList, which
// lists by a watch.
func keep[T object, L runtime.Object](client clients, objects watched[L], one T) kept[T] {
	list := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return objects.List(ctx, o) },
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			return objects.Watch(ctx, o)
		},
	}
	return kept[T]{cache.NewSharedIndexInformer(cache.ToListWatcherWithWatchListSemantics(list, client), one, 0, cache.Indexers{})}
}

// in returns the objects with these labels in a namespace; "" for cluster-scoped kinds.
func (k kept[T]) in(namespace string, match labels.Selector) []T {
	var all []T
	for _, one := range k.GetStore().List() {
		if obj, is := one.(T); is && obj.GetNamespace() == namespace && match.Matches(labels.Set(obj.GetLabels())) {
			all = append(all, obj)
		}
	}
	return all
}

// get returns an object by name.
func (k kept[T]) get(namespace, name string) (found T, there bool) {
	for _, one := range k.in(namespace, labels.Everything()) {
		if one.GetName() == name {
			return one, true
		}
	}
	return found, false
}
