package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/say"
)

// reviveTimeout is how long a cluster that exists may take to be ready before
// it is recreated. It also covers one whose nodes Docker has just started.
const reviveTimeout = 3 * time.Minute

// revive uses the cluster that is there, after starting what was stopped. Its
// error is an EnvironmentError when the cluster does not become ready.
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
	return w.finish(ctx, resumed, reviveTimeout, func() say.Text { return how })
}

// besideLimit is how long the runs that go on in a cluster may keep it from being ready.
const besideLimit = 10 * time.Minute

// reviveBeside repeats revive while other runs use the cluster: they may power nodes off at any moment, and the cluster
// must not be deleted meanwhile.
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
		if runs, listed = w.runsForSure(ctx, now); listed != nil || len(runs) == 0 {
			return true, listed
		}
		if have = now; before == 0 {
			w.options.Progress.Step(fmt.Sprintf("%s uses the cluster and may have powered nodes off: wait until it is ready (%v)", strings.Join(runs, ", "), err))
		}
		return false, nil
	})
	if waited != nil && !wait.Interrupted(waited) {
		return nil, waited
	}
	return c, err
}

// aNewOneHelps reports whether the cluster is in trouble that a new one would not have. A registry that hands out nothing
// to a cluster that is there hands out nothing to a new one.
func aNewOneHelps(err error) bool {
	return errors.As(err, new(*EnvironmentError)) && !errors.As(err, new(*registry.Trouble))
}
