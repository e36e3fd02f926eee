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

// clients are those of the groups that are watched.
type clients interface {
	AppsV1() appsv1client.AppsV1Interface
	CoordinationV1() coordinationv1client.CoordinationV1Interface
	CoreV1() corev1client.CoreV1Interface
}

// watched are the objects of one kind, as its client has them.
type watched[L runtime.Object] interface {
	List(ctx context.Context, o metav1.ListOptions) (L, error)
	Watch(ctx context.Context, o metav1.ListOptions) (watch.Interface, error)
}

// object is one of a kind.
type object interface {
	runtime.Object
	metav1.Object
}

// kept is a cache of the objects of one kind, fed by a watch.
type kept[T object] struct{ cache.SharedIndexInformer }

// keep makes the cache of a kind, of which one object is given. The client says whether it can begin a watch with what there is.
func keep[T object, L runtime.Object](client clients, objects watched[L], one T) kept[T] {
	list := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return objects.List(ctx, o) },
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			return objects.Watch(ctx, o)
		},
	}
	return kept[T]{cache.NewSharedIndexInformer(cache.ToListWatcherWithWatchListSemantics(list, client), one, 0, cache.Indexers{})}
}

// in are those of a namespace with these labels; "" is for kinds that are in none.
func (k kept[T]) in(namespace string, match labels.Selector) []T {
	var all []T
	for _, one := range k.GetStore().List() {
		if obj, is := one.(T); is && obj.GetNamespace() == namespace && match.Matches(labels.Set(obj.GetLabels())) {
			all = append(all, obj)
		}
	}
	return all
}

// get is the one of a name.
func (k kept[T]) get(namespace, name string) (found T, there bool) {
	for _, one := range k.in(namespace, labels.Everything()) {
		if one.GetName() == name {
			return one, true
		}
	}
	return found, false
}
