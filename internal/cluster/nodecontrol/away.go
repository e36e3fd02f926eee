package nodecontrol

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Away returns the first of these nodes whose machine has not run during the whole time from since to until, and how that is; ""
// if all have. Docker does not report a machine that was paused and runs again, and of several stops only the last.
func Away(ctx context.Context, c *cluster.Cluster, nodes []string, since, until time.Time) (node, how string, err error) {
	containers := map[string]string{} // of the nodes
	for _, n := range c.Nodes {
		if n.Container != "" && slices.Contains(nodes, n.Name) {
			containers[n.Name] = n.Container
		}
	}
	if len(containers) == 0 {
		return "", "", nil
	}
	all, err := docker.OfCluster(ctx, c.Name)
	if err != nil {
		return "", "", err
	}
	for _, node := range slices.Sorted(maps.Keys(containers)) {
		i := slices.IndexFunc(all, func(m docker.Container) bool { return m.Name == containers[node] })
		switch {
		case i < 0:
			return node, "its machine does not exist any more", nil
		case all[i].Stopped.After(until) && all[i].Status != "paused":
		case all[i].IsDown():
			return node, "its machine is " + all[i].Status, nil
		case all[i].Started.After(since):
			return node, "its machine was started again at " + all[i].Started.Local().Format(time.TimeOnly), nil
		}
	}
	return "", "", nil
}
