package observe

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/klog/v2"

	"github.com/gherkind/gherkind/steps/kube"
)

// Ensure starts the watches that are missing for the kinds, one for each and
// however many callers ask at once, and returns when all of them know what is
// in the cluster. Its error names the kind that could not be watched, and why.
func (h *Hub) Ensure(ctx context.Context, kinds ...kube.Kind) error {
	if h.tape != nil {
		return h.tape.ensure(kinds)
	}
	watches := make([]*kindWatch, 0, len(kinds))
	for _, kind := range kinds {
		watches = append(watches, h.start(kind)) //nolint:contextcheck // the watches live as long as the hub
	}
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

func (h *Hub) start(kind kube.Kind) *kindWatch {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.kinds[kind.GVR]; ok {
		return w
	}
	w := newKindWatch(h, kind)
	h.kinds[kind.GVR] = w
	for _, namespace := range w.scopes {
		reflector := w.reflector(namespace)
		h.group.Go(func() { reflector.RunWithContext(klog.NewContext(h.ctx, h.opts.Log)) })
	}
	return w
}

// await returns when the first list is in. Being forbidden is final; any other
// trouble is tried again until the context ends.
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
		case <-w.hub.ctx.Done():
			return ErrStopped
		case <-ctx.Done():
			if _, trouble := w.trouble(); trouble != nil { // perhaps a later one than above
				return trouble
			}
			return ctx.Err()
		}
	}
}

// Watched tells of each kind since when everything of it is seen.
func (h *Hub) Watched() map[kube.Kind]time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	since := map[kube.Kind]time.Time{}
	for _, w := range h.kinds {
		if !w.since.IsZero() {
			since[w.kind] = w.since
		}
	}
	return since
}

// KindStats says what one kind's watch has cost and brought.
type KindStats struct {
	Kind         kube.Kind
	Lists        int // list requests, pages counted
	Watches      int // watch requests
	Observations int
}

// Stats returns the figures of all kinds that are watched.
func (h *Hub) Stats() []KindStats {
	h.mu.Lock()
	defer h.mu.Unlock()
	var stats []KindStats
	for _, w := range h.kinds {
		stats = append(stats, KindStats{w.kind, int(w.lists.Load()), int(w.watches.Load()), w.observations})
	}
	return stats
}
