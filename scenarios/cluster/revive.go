package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

const (
	reuseTimeout = time.Minute     // for a cluster that runs to be ready
	startTimeout = 2 * time.Minute // for one whose containers were stopped
)

// revive uses the cluster that is there, after starting what was stopped. Its
// error is an EnvironmentError when the cluster does not become ready.
func (w wanted) revive(ctx context.Context, have []container) (*Cluster, error) {
	how, timeout := "reused", reuseTimeout
	var again restarted
	for _, c := range have {
		if c.Running {
			continue
		}
		w.options.Progress.Step(fmt.Sprintf("start node %s again", c.Name))
		if err := command.New("docker", "start", c.Name).Run(ctx); err != nil {
			return nil, &EnvironmentError{Doing: "start the node " + c.Name, Err: err}
		}
		again.add(c.Name)
		how, timeout = "started again, as its nodes were stopped", startTimeout
	}
	return w.finish(ctx, again, timeout, func() string { return how })
}
