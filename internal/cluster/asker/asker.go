// Package asker decides from where requests from outside a cluster are sent, and opens their connections.
package asker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/outside"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Asker opens connections from outside the cluster. It is safe for concurrent use.
type Asker struct {
	want      cluster.AskFrom
	reach     func(context.Context) error // nil if the nodes are unknown
	container *outside.Container
	note      func(format string, args ...any)

	mu   sync.Mutex
	from cluster.AskFrom // "" until it is decided
}

// New returns an Asker for a run. It decides from where to connect at the first request, and reports the decision to note. Close
// must be called.
func New(c *cluster.Cluster, want cluster.AskFrom, run string, note func(format string, args ...any)) *Asker {
	a := &Asker{want: want, note: note}
	if !c.Ours || len(c.Nodes) == 0 {
		a.from = cluster.AskHost // addresses of an external cluster are those for this machine
		return a
	}
	a.reach = func(ctx context.Context) error { return outside.Reach(ctx, c.Addresses()) }
	a.container = &outside.Container{Cluster: c.Name, Run: run, Node: c.Nodes[0].Container, Network: docker.KindNetwork}
	return a
}

// Decided returns from where requests are sent: AskHost, AskContainer, or "" before the first request.
func (a *Asker) Decided() cluster.AskFrom {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.from
}

// Prepare decides from where requests are sent and, if necessary, starts the container. This way no request waits for it later,
// and it cannot get the address of a node that a scenario has stopped.
func (a *Asker) Prepare(ctx context.Context) error {
	from, err := a.decide(ctx)
	if err != nil || from != cluster.AskContainer {
		return err
	}
	if err := outside.RemoveEnded(ctx, a.container.Cluster); err != nil {
		return err
	}
	if err := a.container.Start(ctx); err != nil {
		return &cluster.EnvironmentError{Doing: "ask from a container outside the cluster", Err: err}
	}
	return nil
}

func (a *Asker) decide(ctx context.Context) (cluster.AskFrom, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.from != "" {
		return a.from, nil
	}
	if a.want == cluster.AskContainer {
		a.from = cluster.AskContainer
		a.note("requests from outside the cluster are sent from a container on its network, as --ask-from says")
		return a.from, nil
	}
	err := a.reach(ctx)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err == nil:
		a.from = cluster.AskHost
		a.note("requests from outside the cluster are sent from this machine")
	case a.want == cluster.AskHost:
		return "", &cluster.EnvironmentError{
			Doing:  "ask from this machine, as --ask-from host says",
			Advice: "leave --ask-from out, and a container on the cluster's network asks",
			Err:    fmt.Errorf("the addresses of the nodes cannot be reached from here: %w", err),
		}
	default:
		a.from = cluster.AskContainer
		a.note("requests from outside the cluster are sent from a container on its network: the addresses of the nodes cannot be reached from this machine (%v)", err)
	}
	return a.from, nil
}

// Connect opens a connection to HOST:PORT within the limit, and returns how much of it that took. With direct, it only connects
// to hosts on the nodes' network, without a router; this requires the container. The error's method Unasked tells whether the
// request was sent at all.
func (a *Asker) Connect(ctx context.Context, address string, direct bool, limit time.Duration) (net.Conn, time.Duration, error) {
	from, err := a.decide(ctx)
	switch {
	case err != nil:
		return nil, 0, &outside.Unasked{Err: err}
	case from != cluster.AskContainer:
		return nil, 0, &outside.Unasked{Err: errors.New("this machine asks by itself")}
	}
	return a.container.Connect(ctx, address, direct, limit)
}

// FromContainer decides, and reports whether requests are sent from a container.
func (a *Asker) FromContainer(ctx context.Context) (bool, error) {
	from, err := a.decide(ctx)
	if err != nil {
		return false, &outside.Unasked{Err: err}
	}
	return from == cluster.AskContainer, nil
}

// Close removes the container, if there is one.
func (a *Asker) Close(ctx context.Context) error {
	if a.container == nil {
		return nil
	}
	return a.container.Close(ctx)
}
