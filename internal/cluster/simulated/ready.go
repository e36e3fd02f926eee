package simulated

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// The first node must be ready within readyTimeout, and each further node adds readyEach: Kubernetes removes the not-ready taint
// from about twenty nodes per second.
const (
	readyTimeout = 2 * time.Minute
	readyEach    = 200 * time.Millisecond
)

// awaitReady returns when count nodes are ready, and pods that tolerate their taint can be scheduled on them.
func (n *Nodes) awaitReady(ctx context.Context, count int) error {
	timeout := readyTimeout + time.Duration(count)*readyEach
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ready := map[string]bool{}
	_, err := watchtools.UntilWithSync(bounded, n.watched(), &corev1.Node{}, nil, func(event watch.Event) (bool, error) {
		node, is := event.Object.(*corev1.Node)
		switch {
		case !is:
		case event.Type != watch.Deleted && isReady(node):
			ready[node.Name] = true
		default:
			delete(ready, node.Name)
		}
		return len(ready) >= count, nil
	})
	if err == nil {
		return nil
	}
	return fmt.Errorf("%d of %d simulated nodes are ready after %s: %w; look: kubectl -n kwok-system logs deployment/kwok-controller", len(ready), count, timeout, err)
}

// watched lists and watches the nodes of the run.
func (n *Nodes) watched() cache.ListerWatcher {
	selected := func(o metav1.ListOptions) metav1.ListOptions {
		o.LabelSelector = Label + "," + n.runLabel + "=" + n.run
		return o
	}
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			return n.client.CoreV1().Nodes().List(ctx, selected(o))
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			return n.client.CoreV1().Nodes().Watch(ctx, selected(o))
		},
	}
}

// isReady reports whether a node is ready, and has no taint but its own.
func isReady(node *corev1.Node) bool {
	for _, taint := range node.Spec.Taints {
		if taint.Key != Taint {
			return false
		}
	}
	return Reports(node)
}
