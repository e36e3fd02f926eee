package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/say"
)

// reviveTimeout is the time limit for an existing cluster to become ready before it is recreated. It also covers nodes that
// Docker has just started.
const reviveTimeout = 3 * time.Minute

// revive uses the existing cluster, after starting stopped nodes. Its error is an EnvironmentError if the cluster does not become
// ready.
func (w desired) revive(ctx context.Context, have []docker.Container) (*Cluster, error) {
	have, err := w.awaitOthers(ctx, have)
	if err != nil {
		return nil, err
	}
	how := say.Textf("reused")
	resumed := map[string]time.Time{}
	for _, c := range have {
		if !c.IsDown() {
			continue
		}
		w.options.Progress.Step(fmt.Sprintf("start node %s again", c.Name))
		if err := docker.Start(ctx, c.Name); err != nil {
			return nil, &EnvironmentError{Doing: "start the node " + c.Name, Err: err}
		}
		if c.Status == "paused" {
			resumed[c.Name] = time.Now()
		}
		how = say.Textf("started again, as its nodes were stopped")
	}
	return w.unlessStopped(ctx, func(ctx context.Context) (*Cluster, error) {
		return w.finish(ctx, resumed, reviveTimeout, func() say.Text { return how })
	})
}

// errStopped says that a node was stopped while the cluster was waited for. Then nothing is known about the cluster.
var errStopped = errors.New("a node was stopped meanwhile")

// unlessStopped ends what it calls when a node of the cluster is stopped while other runs use the cluster: the cluster is not
// ready before the run that has stopped the node starts it again.
func (w desired) unlessStopped(ctx context.Context, do func(context.Context) (*Cluster, error)) (*Cluster, error) {
	began := time.Now()
	doing, cancel := context.WithCancelCause(ctx)
	var watching sync.WaitGroup
	var failed error
	watching.Go(func() {
		var stopped *EnvironmentError
		if stopped, failed = w.awaitStop(doing, began); stopped != nil {
			cancel(stopped)
		}
	})
	c, err := do(doing)
	cancel(nil)
	watching.Wait()
	switch stopped, is := errors.AsType[*EnvironmentError](context.Cause(doing)); {
	case err == nil:
		return c, nil
	case is:
		return nil, stopped
	}
	return nil, errors.Join(err, failed)
}

// awaitStop returns when a node was stopped since the given time and other runs use the cluster. Both results are nil if no run
// does, or when ctx ends.
func (w desired) awaitStop(ctx context.Context, since time.Time) (*EnvironmentError, error) {
	err := docker.AwaitFirstStop(ctx, w.options.Name, since)
	var have []docker.Container
	if err == nil {
		have, err = docker.OfCluster(ctx, w.options.Name)
	}
	var runs []string
	if err == nil {
		runs, err = w.runsForSure(ctx, have)
	}
	switch {
	case ctx.Err() != nil:
		return nil, nil //nolint:nilerr // nobody waits for it any more
	case err != nil || len(runs) == 0:
		return nil, err
	}
	return &EnvironmentError{Doing: "wait for the nodes of cluster " + w.options.Name, Err: errStopped}, nil
}

// besideLimit is how long running runs may keep a cluster from becoming ready.
const besideLimit = 10 * time.Minute

// reviveBeside repeats revive while other runs use the cluster: they may stop nodes at any time, and the cluster must not be
// deleted then.
func (w desired) reviveBeside(ctx context.Context, have []docker.Container,
	revive func(context.Context, []docker.Container) (*Cluster, error),
) (c *Cluster, err error) {
	var runs []string
	waited := wait.PollUntilContextTimeout(ctx, serverAgain, besideLimit, true, func(context.Context) (over bool, _ error) {
		if c, err = revive(ctx, have); err == nil || !aNewOneHelps(err) {
			return true, nil
		}
		now, listed := docker.OfCluster(ctx, w.options.Name)
		if listed != nil {
			return true, listed
		}
		before := len(runs)
		if runs, listed = w.runsForSure(ctx, now); listed != nil || len(runs) == 0 && !errors.Is(err, errStopped) {
			return true, listed
		}
		if have = now; before == 0 && len(runs) > 0 {
			w.options.Progress.Step(fmt.Sprintf("%s uses the cluster and may have powered nodes off: wait until it is ready (%v)", strings.Join(runs, ", "), err))
		}
		return false, nil
	})
	if waited != nil && !wait.Interrupted(waited) {
		return nil, waited
	}
	return c, err
}

// aNewOneHelps reports whether a new cluster could solve the problem. If the registry does not serve an image, it would not serve
// it to a new cluster either.
func aNewOneHelps(err error) bool {
	return errors.As(err, new(*EnvironmentError)) && !errors.As(err, new(*registry.Trouble))
}
