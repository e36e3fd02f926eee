package main

import (
	"context"
	"fmt"
	"log"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// nodeWatch watches the nodes of the cluster.
type nodeWatch struct {
	store   cache.Store
	changed chan struct{} // has a buffer for one signal
}

func (w *nodeWatch) list() []*corev1.Node {
	var nodes []*corev1.Node
	for _, o := range w.store.List() {
		if n, ok := o.(*corev1.Node); ok {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func (w *nodeWatch) signal() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// watchNodes starts a watch that ends with ctx.
func watchNodes(ctx context.Context) (*nodeWatch, error) {
	cfg, err := rest.InClusterConfig()
	if err != nil {
		return nil, fmt.Errorf("find the API server: %w", err)
	}
	client, err := nodeClient(cfg)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	if err := awaitAPI(ctx, client); err != nil {
		return nil, err
	}
	w := &nodeWatch{changed: make(chan struct{}, 1)}
	store, informer := cache.NewInformerWithOptions(cache.InformerOptions{
		ListerWatcher: cache.NewListWatchFromClient(client, "nodes", corev1.NamespaceAll, fields.Everything()),
		ObjectType:    &corev1.Node{},
		Handler: cache.ResourceEventHandlerFuncs{
			AddFunc:    func(any) { w.signal() },
			UpdateFunc: func(any, any) { w.signal() },
			DeleteFunc: func(any) { w.signal() },
		},
	})
	w.store = store
	go informer.RunWithContext(ctx)
	// With an incomplete list of nodes, the plan would remove routes that are in use.
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return nil, ctx.Err()
	}
	w.signal()
	return w, nil
}

// nodeClient returns a client for the core API group only, because the whole clientset would double the size of this program.
func nodeClient(cfg *rest.Config) (*rest.RESTClient, error) {
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	cfg.APIPath = "/api"
	cfg.GroupVersion = &corev1.SchemeGroupVersion
	cfg.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
	return rest.RESTClientFor(cfg)
}

// awaitAPI waits until the API server is reachable, which requires kube-proxy. A watch that is started earlier would back off
// exponentially, which would delay the readiness of the node. Only a successful response counts: before kube-proxy has started, the
// cluster IP may lead to a server outside the cluster.
func awaitAPI(ctx context.Context, client rest.Interface) error {
	retry := time.NewTicker(200 * time.Millisecond)
	defer retry.Stop()
	for first := true; ; first = false {
		err := client.Get().Resource("nodes").Param("limit", "1").Timeout(time.Second).Do(ctx).Error()
		if err == nil {
			return nil
		}
		if first {
			log.Printf("waiting for the API server: %v", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-retry.C:
		}
	}
}
