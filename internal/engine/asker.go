package engine

import (
	"context"
	"net"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/asker"
	"github.com/gherkind/gherkind/internal/probe"
)

// outsideOf is where a cluster's asker asks from, as package probe has it.
func outsideOf(a *asker.Asker) probe.Outside {
	return probe.Outside{FromElsewhere: a.FromContainer, Dial: dialBy(a, false), Direct: dialBy(a, true)}
}

func dialBy(a *asker.Asker, direct bool) probe.Dial {
	return func(ctx context.Context, address string, limit time.Duration) (net.Conn, time.Duration, error) {
		return a.Connect(ctx, address, direct, limit)
	}
}
