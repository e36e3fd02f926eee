package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	watchapi "k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/cache"

	"github.com/gherkind/gherkind/internal/kube"
)

// watches are the watches of all kinds in one namespace.
type watches struct {
	changes   chan Change // in the order of arrival
	informers map[kube.Kind]cache.SharedIndexInformer
	lacking   []string // kinds that may not be watched
}

// watch starts the watches, and returns when it knows the existing objects.
func watch(ctx context.Context, client *kube.Client, namespace string) (*watches, error) {
	kinds, err := namespaced(client)
	if err != nil {
		return nil, err
	}
	w := &watches{
		changes:   make(chan Change),
		informers: map[kube.Kind]cache.SharedIndexInformer{},
	}
	for _, kind := range kinds {
		if err := w.add(ctx, client, kind, namespace); err != nil {
			return nil, err
		}
	}
	for _, informer := range w.informers {
		go informer.RunWithContext(ctx)
	}
	for kind, informer := range w.informers {
		if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
			return nil, fmt.Errorf("watch %s: %w", kind.GVR.Resource, context.Cause(ctx))
		}
	}
	return w, nil
}

// add watches a kind. A kind that may not be listed is left out: its informer would retry for ever.
func (w *watches) add(ctx context.Context, client *kube.Client, kind kube.Kind, namespace string) error {
	_, err := client.Dynamic().Resource(kind.GVR).Namespace(namespace).List(ctx, metav1.ListOptions{Limit: 1})
	switch {
	case apierrors.IsForbidden(err), apierrors.IsNotFound(err), apierrors.IsMethodNotSupported(err):
		w.lacking = append(w.lacking, kind.GVR.Resource)
		return nil
	case err != nil:
		return fmt.Errorf("list %s: %w", kind.GVR.Resource, err)
	}
	informer := informerOf(client.Dynamic(), kind, namespace)
	w.informers[kind] = informer
	_, err = informer.AddEventHandler(w.handler(ctx, kind))
	if err != nil {
		return fmt.Errorf("watch %s: %w", kind.GVR.Resource, err)
	}
	return nil
}

// informerOf keeps the objects of a kind. The dynamic informers of client-go would also link those for all built-in kinds.
func informerOf(client dynamic.Interface, kind kube.Kind, namespace string) cache.SharedIndexInformer {
	objects := client.Resource(kind.GVR).Namespace(namespace)
	list := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return objects.List(ctx, o) },
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watchapi.Interface, error) {
			return objects.Watch(ctx, o)
		},
	}
	return cache.NewSharedIndexInformer(cache.ToListWatcherWithWatchListSemantics(list, client), &unstructured.Unstructured{}, 0, cache.Indexers{})
}

func (w *watches) handler(ctx context.Context, kind kube.Kind) cache.ResourceEventHandler {
	send := func(before, after any) {
		c := Change{Kind: kind, At: time.Now()}
		c.Old, c.New = asObject(before), asObject(after)
		if c.object() == nil {
			return
		}
		select {
		case w.changes <- c:
		case <-ctx.Done():
		}
	}
	return cache.ResourceEventHandlerDetailedFuncs{
		AddFunc: func(obj any, initial bool) {
			if !initial { // these are read once all are known
				send(nil, obj)
			}
		},
		UpdateFunc: func(before, after any) { send(before, after) },
		DeleteFunc: func(obj any) { send(obj, nil) },
	}
}

func asObject(value any) *unstructured.Unstructured {
	if gone, is := value.(cache.DeletedFinalStateUnknown); is {
		value = gone.Obj
	}
	obj, is := value.(*unstructured.Unstructured)
	if !is {
		return nil
	}
	return obj
}

// there returns the current objects of the namespace, sorted so that those that others refer to come first: by kind, then by
// age.
func (w *watches) there() []Change {
	var all []Change
	for kind, informer := range w.informers {
		for _, object := range informer.GetStore().List() {
			if obj := asObject(object); obj != nil {
				all = append(all, Change{Kind: kind, New: obj, At: obj.GetCreationTimestamp().Time})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int {
		if by := a.At.Compare(b.At); by != 0 {
			return by
		}
		return strings.Compare(a.Kind.GVK.Kind+"/"+a.New.GetName(), b.Kind.GVK.Kind+"/"+b.New.GetName())
	})
	return all
}

// namespaced returns the namespaced kinds that can be watched, each in its preferred version.
func namespaced(client *kube.Client) ([]kube.Kind, error) {
	lists, err := client.Typed().Discovery().ServerPreferredNamespacedResources()
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) {
		return nil, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
	}
	var kinds []kube.Kind
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return nil, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
		}
		for i := range list.APIResources {
			r := &list.APIResources[i]
			watched := slices.Contains(r.Verbs, "list") && slices.Contains(r.Verbs, "watch") && !strings.Contains(r.Name, "/")
			if watched && r.Kind != "Event" {
				kinds = append(kinds, kube.Kind{GVK: gv.WithKind(r.Kind), GVR: gv.WithResource(r.Name), Namespaced: true})
			}
		}
	}
	return kinds, nil
}
