package observe

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
)

// A recording is a source, see there. What a cluster is asked for, it has, or it lacks it.

func (p *Tape) now() time.Time { return p.at }

func (p *Tape) ensureFor(ctx context.Context, _ *Timeline, kinds []kube.Kind) error {
	return p.ensure(ctx, kinds)
}

func (p *Tape) want(*Timeline, []kube.Kind) {}

func (p *Tape) listed(context.Context, *Timeline) error { return nil }

// catchUp has nothing to wait for: a recording holds what was waited for.
func (p *Tape) catchUp(context.Context, *Timeline, []kube.Change) error { return nil }

func (p *Tape) refresh(context.Context, kube.Kind) error { return nil }

// ring does nothing: the alarm rings when the recording has come to its time, see await.
func (p *Tape) ring(*Timeline, *waiter) {}
