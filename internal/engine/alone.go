package engine

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/runlock"
)

// member is a session's presence among the runs on its cluster.
type member interface {
	Acquire(ctx context.Context, exclusive bool, nodes []string) (release func(context.Context) error, err error)
	While(ctx context.Context) (alive context.Context, stop func())
	Confirm(ctx, while context.Context) error
	Leave(ctx context.Context) error
}

var _ member = (*runlock.Member)(nil)

// alone is a session that other runs do not see, because it has no permission to write. It may only read.
type alone struct{ why *kube.RightError }

// Acquire implements member. Requesting a lock is an error.
func (a alone) Acquire(_ context.Context, exclusive bool, nodes []string) (func(context.Context) error, error) {
	release := func(context.Context) error { return nil }
	if exclusive || len(nodes) > 0 {
		return release, a.why
	}
	return release, nil
}

// While implements member.
func (a alone) While(ctx context.Context) (context.Context, func()) { return context.WithCancel(ctx) }

// Confirm implements member.
func (a alone) Confirm(context.Context, context.Context) error { return nil }

// Leave implements member.
func (a alone) Leave(context.Context) error { return nil }
