package runlock

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// outage is how long a wait continues while the API server does not answer.
const outage = 2 * time.Minute

// await tries until no other run holds the lock: again when a Lease has changed, and every pollInterval, because a Lease
// that is no longer renewed causes no event. If the API server does not answer, it is asked again.
func (m *Member) await(ctx context.Context, try func(context.Context) (holder string, err error)) error {
	holder, err := try(ctx)
	if err == nil && holder == "" {
		return nil
	}
	changed, stop := m.changes(ctx)
	defer stop()
	again := time.NewTicker(pollInterval)
	defer again.Stop()
	answered, reported := time.Now(), ""
	for {
		switch {
		case err == nil && holder == "":
			return nil
		case err == nil:
			if answered = time.Now(); holder != reported && holder != m.run {
				m.note("waiting for run %s on this cluster", holder)
				reported = holder
			}
		case ctx.Err() != nil:
			return fmt.Errorf("wait for other runs on this cluster: %w", ctx.Err())
		case !kube.Transient(err):
			return err
		case time.Since(answered) > outage:
			return fmt.Errorf("wait for other runs on this cluster: no answer for %s: %w", outage, err)
		}
		select {
		case <-changed:
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("wait for run %s on this cluster: %w", holder, ctx.Err())
		}
		holder, err = try(ctx)
	}
}

// changes signals when a Lease changes. Without it, a wait ends a little later.
func (m *Member) changes(ctx context.Context) (changed <-chan struct{}, stop func()) {
	none := func() {}
	if m.hub == nil {
		return nil, none
	}
	kind, err := m.client.Kind(ctx, schema.GroupVersionKind{Group: "coordination.k8s.io", Version: "v1", Kind: "Lease"})
	if err != nil {
		return nil, none
	}
	timeline := m.hub.Timeline(world.SystemNamespace)
	if err := timeline.Ensure(ctx, kind); err != nil {
		timeline.Close()
		return nil, none
	}
	changed, unwatch := timeline.Watch()
	return changed, func() {
		unwatch()
		timeline.Close()
	}
}
