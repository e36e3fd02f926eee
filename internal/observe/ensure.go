package observe

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/gherkind/gherkind/internal/kube"
)

// Ensure starts the missing watches of the kinds, one for each kind even if several callers ask at the same time, and
// returns when all of them have listed what is in the cluster. The error names the kind that could not be watched, and why.
// A scoped hub watches a namespaced kind only when a timeline asks for it, see [Timeline.Ensure].
func (h *Hub) Ensure(ctx context.Context, kinds ...kube.Kind) error {
	return h.source.ensure(ctx, kinds)
}

func (l live) ensure(ctx context.Context, kinds []kube.Kind) error {
	return awaitAll(ctx, l.hub.start(kinds)) //nolint:contextcheck // the watches live as long as the hub
}

func (h *Hub) start(kinds []kube.Kind) []*kindWatch {
	h.mu.Lock()
	defer h.mu.Unlock()
	var watches []*kindWatch
	for _, kind := range kinds {
		watches = append(watches, h.startAll(kind, h.scopes(kind))...)
	}
	return watches
}

func awaitAll(ctx context.Context, watches []*kindWatch) error {
	for _, w := range watches {
		if err := w.await(ctx); err != nil {
			if missing := kube.MissingRight(err); missing != nil {
				err = missing
			}
			return fmt.Errorf("watch %s: %w", w.kind.GVR.GroupResource(), err)
		}
	}
	return nil
}

// await returns when the first list has arrived. If it is forbidden, that is final; other errors are retried until the
// context ends.
func (w *kindWatch) await(ctx context.Context) error {
	for {
		retried, trouble := w.trouble()
		if apierrors.IsForbidden(trouble) || apierrors.IsUnauthorized(trouble) {
			return trouble
		}
		select {
		case <-w.synced:
			return nil
		case <-retried:
		case <-w.ctx.Done():
			return w.ended()
		case <-ctx.Done():
			if _, trouble := w.trouble(); trouble != nil { // perhaps a newer error than the one above
				return trouble
			}
			return ctx.Err()
		}
	}
}
