package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/ready"
	"github.com/gherkind/gherkind/internal/say"
)

// finish connects to the cluster, waits until it is ready, and returns it with its details. resumed are the nodes that were
// paused, with the times when they were resumed.
func (w desired) finish(ctx context.Context, resumed map[string]time.Time, timeout time.Duration, how func() say.Text) (*Cluster, error) {
	have, err := docker.OfCluster(ctx, w.options.Name)
	if err != nil {
		return nil, err
	}
	path, config, err := w.kubeconfig(have)
	if err != nil {
		return nil, err
	}
	w.options.Progress.Step("wait for every node, the network and DNS to be ready")
	if err := ready.Await(ctx, ready.Cluster{Config: config, Nodes: len(w.topology.Config.Nodes), Containers: have, Resumed: resumed}, timeout); err != nil {
		return nil, err
	}
	if !w.topology.Config.Networking.DisableDefaultCNI { // other networks may have no routes on the nodes
		if err := ready.Routes(ctx, config); err != nil {
			return nil, err
		}
	}
	c := &Cluster{
		Name: w.options.Name, Context: "kind-" + w.options.Name, KubeconfigPath: path,
		Config: config, Ours: true, Topology: w.topology.Name,
	}
	if c.Members, err = w.members(); err != nil {
		return nil, err
	}
	if err := c.inspect(ctx); err != nil {
		return nil, &EnvironmentError{Doing: "look at cluster " + w.options.Name, Err: err}
	}
	if err := w.workloadImages(ctx, c); err != nil {
		return nil, err
	}
	c.HowText = how()
	c.How = c.HowText.String()
	w.options.Progress.Done(fmt.Sprintf("cluster %s: %s, Kubernetes %s, %d nodes", c.Name, c.How, c.Kubernetes, len(c.Nodes)))
	return c, nil
}
