package observe

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
)

// source provides the observations of a hub's timelines: a cluster, through its watches (live), or a recording (Tape). It
// is chosen when the hub is made, so that no other code has to ask which of them it is.
type source interface {
	now() time.Time
	withTimeout(ctx context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc)

	// ensure, ensureFor, want, listed, catchUp, catchUpAll and refresh are the methods of Hub and Timeline with these names.
	ensure(ctx context.Context, kinds []kube.Kind) error
	ensureFor(ctx context.Context, t *Timeline, kinds []kube.Kind) error
	want(t *Timeline, kinds []kube.Kind)
	listed(ctx context.Context, t *Timeline) error
	catchUp(ctx context.Context, t *Timeline, changes []kube.Change) error
	catchUpAll(ctx context.Context, t *Timeline) error
	refresh(ctx context.Context, kind kube.Kind) error

	// ring has a waiter evaluated when its alarm is due. The caller holds the timeline's lock.
	ring(t *Timeline, w *waiter)
	// await delivers further observations until a waiter is done or its time is over, for a source that does not do so by
	// itself.
	await(ctx context.Context, t *Timeline, w *waiter) error
	// blinds returns the interruptions after a moment in which something that a check has read was not observed.
	blinds(t *Timeline, from time.Time, needs needs) []Blind
	// decided is Timeline.decided for a check that has read something.
	decided(ctx context.Context, t *Timeline, from time.Time, needs needs, turned func() bool) (*Blind, error)
}

// live is the source of a hub that watches a cluster. Its longer methods are in the files of their subjects.
type live struct{ hub *Hub }

func (live) now() time.Time { return time.Now() }

func (live) withTimeout(ctx context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, cause)
}

// await does nothing: the watches deliver observations by themselves.
func (live) await(context.Context, *Timeline, *waiter) error { return nil }

// blinds returns the interruptions after a moment in which something that a check has read was not observed.
func (live) blinds(t *Timeline, from time.Time, needs needs) []Blind {
	return t.Blinds(from, needs.named()...)
}
