package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
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
	how := "reused"
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
		how = "started again, as its nodes were stopped"
	}
	return w.finish(ctx, resumed, reviveTimeout, func() string { return how })
}
