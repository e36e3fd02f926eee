package kube

import (
	"context"
	"fmt"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// AwaitReport returns when the kubelet of a node has renewed its Lease after a given time, which it does every 10 seconds
// (https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats). The status of the Node is written only when it
// changes, or every 5 minutes. The clocks of this machine and of the node have to agree, as they do in a kind cluster.
func (c *Client) AwaitReport(ctx context.Context, node string, after time.Time) error {
	leases, one := c.typed.CoordinationV1().Leases(corev1.NamespaceNodeLease), fields.OneTermEqualSelector("metadata.name", node).String()
	source := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			o.FieldSelector = one
			return leases.List(ctx, o)
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			o.FieldSelector = one
			return leases.Watch(ctx, o)
		},
	}
	renewed := func(e watch.Event) (bool, error) { // the initial list also arrives as events
		lease, is := e.Object.(*coordinationv1.Lease)
		return is && lease.Spec.RenewTime != nil && lease.Spec.RenewTime.After(after), nil
	}
	if _, err := watchtools.UntilWithSync(ctx, source, &coordinationv1.Lease{}, nil, renewed); err != nil {
		return fmt.Errorf("await a report of node %s: %w", node, err)
	}
	return nil
}
