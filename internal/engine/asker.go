package engine

import (
	"context"
	"net"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/asker"
	"github.com/gherkind/gherkind/internal/probe"
)

// outsideOf converts an asker for package probe.
func outsideOf(a *asker.Asker) probe.Outside {
	return probe.Outside{FromElsewhere: a.FromContainer, Dial: dialBy(a, false), Direct: dialBy(a, true)}
}

func dialBy(a *asker.Asker, direct bool) probe.Dial {
	return func(ctx context.Context, address string, limit time.Duration) (net.Conn, time.Duration, error) {
		return a.Connect(ctx, address, direct, limit)
	}
}
