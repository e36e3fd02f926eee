// Package asker decides where requests from outside a cluster are sent from, and opens their connections.
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
	reach     func(context.Context) error // nil when nothing is known of the nodes
	container *outside.Container
	note      func(format string, args ...any)

	mu   sync.Mutex
	from cluster.AskFrom // "" until it is decided
}

// New opens connections to a cluster for a run. It decides from where when it is asked first, and tells note. Close must be
// called.
func New(c *cluster.Cluster, want cluster.AskFrom, run string, note func(format string, args ...any)) *Asker {
	a := &Asker{want: want, note: note}
	if !c.Ours || len(c.Nodes) == 0 {
		a.from = cluster.AskHost // whoever gives us a cluster knows how its addresses are reached
		return a
	}
	a.reach = func(ctx context.Context) error { return outside.Reach(ctx, c.Addresses()) }
	a.container = &outside.Container{Cluster: c.Name, Run: run, Node: c.Nodes[0].Container, Network: docker.KindNetwork}
	return a
}

// Decided is where requests are sent from: AskHost, AskContainer, or "" while nothing has been asked.
func (a *Asker) Decided() cluster.AskFrom {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.from
}

// Prepare decides from where is asked, and starts the container, if it is to be one: so that nobody waits for it later, and
// that it takes no address of a node that is stopped meanwhile.
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

// Connect opens a connection to HOST:PORT within the limit, and tells how much of that it took. With direct, only who has
// the address on the network of the nodes is found; that is for a container only. Whether the cluster or the way to it
// failed is told by the error's method Unasked.
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

// FromContainer decides, and reports whether a container asks.
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
