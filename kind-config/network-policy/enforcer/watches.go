package main

import (
	"context"
	"fmt"
	"sync/atomic"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	coordinationinformers "k8s.io/client-go/informers/coordination/v1"
	coreinformers "k8s.io/client-go/informers/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// watches are what this program watches.
type watches struct {
	factories  []informers.SharedInformerFactory
	pods       coreinformers.PodInformer
	namespaces coreinformers.NamespaceInformer
	policies   scoped
	lease      coordinationinformers.LeaseInformer
}

func newWatches(client kubernetes.Interface, node string, ignored labels.Selector) watches {
	factory := informers.NewSharedInformerFactory(client, 0)
	own := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace), informers.WithTweakListOptions(func(o *metav1.ListOptions) {
		o.FieldSelector = fields.OneTermEqualSelector(metav1.ObjectNameField, node).String()
	}))
	namespaces := factory.Core().V1().Namespaces()
	return watches{
		factories: []informers.SharedInformerFactory{factory, own},
		pods:      factory.Core().V1().Pods(), namespaces: namespaces,
		policies: scoped{factory.Networking().V1().NetworkPolicies(), namespaces.Lister(), ignored},
		lease:    own.Coordination().V1().Leases(),
	}
}

func (w watches) stores() stores {
	return stores{
		pods: w.pods.Informer().GetStore(), namespaces: w.namespaces.Informer().GetStore(),
		policies: w.policies.Informer().GetStore(), lease: w.lease.Informer().GetStore(),
	}
}

// signals returns a channel with a signal after changes. concerns is set before it if they are in scope.
func (w watches) signals(concerns *atomic.Bool) (<-chan struct{}, error) {
	changed := make(chan struct{}, 1) // has a buffer for one signal
	signal := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	see := func(object any) {
		if w.policies.inScope(object) {
			concerns.Store(true)
		}
		signal()
	}
	about := cache.ResourceEventHandlerFuncs{AddFunc: see, UpdateFunc: func(_, now any) { see(now) }, DeleteFunc: see}
	for _, informer := range []cache.SharedIndexInformer{w.pods.Informer(), w.namespaces.Informer(), w.policies.Informer()} {
		if _, err := informer.AddEventHandler(about); err != nil {
			return nil, err
		}
	}
	ask := cache.ResourceEventHandlerFuncs{AddFunc: func(any) { signal() }, UpdateFunc: func(any, any) { signal() }}
	_, err := w.lease.Informer().AddEventHandler(ask)
	return changed, err
}

func (w watches) start(ctx context.Context) {
	for _, f := range w.factories {
		f.StartWithContext(ctx)
	}
}

// synced returns when everything was listed.
func (w watches) synced(ctx context.Context) error {
	for _, f := range w.factories {
		for kind, synced := range f.WaitForCacheSync(ctx.Done()) {
			if !synced {
				return fmt.Errorf("list %s: %w", kind, context.Cause(ctx))
			}
		}
	}
	return nil
}
