package observe

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
)

// Methods of source. What would be requested from the cluster is either in the recording, or noted as lacking.

func (p *Tape) now() time.Time { return p.at }

func (p *Tape) ensureFor(ctx context.Context, _ *Timeline, kinds []kube.Kind) error {
	return p.ensure(ctx, kinds)
}

func (p *Tape) want(*Timeline, []kube.Kind) {}

func (p *Tape) listed(context.Context, *Timeline) error { return nil }

// catchUp and catchUpAll do not wait: everything is in the recording.
func (p *Tape) catchUp(context.Context, *Timeline, []kube.Change) error { return nil }

func (p *Tape) catchUpAll(context.Context, *Timeline) error { return nil }

func (p *Tape) refresh(context.Context, kube.Kind) error { return nil }

// ring does nothing: await evaluates the waiter when the recording has reached the time.
func (p *Tape) ring(*Timeline, *waiter) {}
