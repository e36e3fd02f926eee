package observe

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// Refresh returns when the timelines hold every object of a kind in the version that the API server has now, or a newer
// one. It sends one request. It is for callers that act on the current state; checks are evaluated on what the watches
// show.
func (h *Hub) Refresh(ctx context.Context, kind kube.Kind) error {
	return h.source.refresh(ctx, kind)
}

func (l live) refresh(ctx context.Context, kind kube.Kind) error {
	list, err := l.hub.client.Dynamic().Resource(kind.GVR).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list %s: %w", kind.GVR.GroupResource(), err)
	}
	for i := range list.Items {
		obj := &list.Items[i]
		ref := kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
		if err := l.hub.catchUp(ctx, kube.Change{Ref: ref, UID: obj.GetUID(), Revision: obj.GetResourceVersion()}, l.hub.Ensure); err != nil {
			return err
		}
	}
	return nil
}
