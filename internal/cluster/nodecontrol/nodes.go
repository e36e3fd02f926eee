// Package nodecontrol stops, pauses and enters the nodes of a cluster that gherkind created, and the members of its etcd, from
// outside of Kubernetes.
package nodecontrol

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// errNotOurs says that the nodes of a cluster cannot be touched from outside of Kubernetes.
var errNotOurs = errors.New("only the nodes of a cluster that gherkind created can be powered off, frozen, or entered; " +
	"run this scenario without --kubeconfig and --context")

func containerOf(c *cluster.Cluster, node string) (string, error) {
	for _, n := range c.Nodes {
		if n.Name == node && n.Container != "" {
			return n.Container, nil
		}
	}
	return "", errNotOurs
}

// Stop ends all processes of a node at once, as a power cut does. A node that is stopped already is not an error.
func Stop(ctx context.Context, c *cluster.Cluster, node string) error {
	name, err := containerOf(c, node)
	if err != nil {
		return err
	}
	return faultOf(ctx, node, name, docker.Stop(ctx, name))
}

// Pause freezes all processes of a node. It must run; one that is frozen already is not an error.
func Pause(ctx context.Context, c *cluster.Cluster, node string) error {
	name, err := containerOf(c, node)
	if err != nil {
		return err
	}
	return faultOf(ctx, node, name, docker.Pause(ctx, name))
}

// Start starts a stopped node and lets a paused one go on. One that runs is left alone.
func Start(ctx context.Context, c *cluster.Cluster, node string) error {
	name, err := containerOf(c, node)
	if err != nil {
		return err
	}
	return faultOf(ctx, node, name, docker.Start(ctx, name))
}

// Exec runs a command on a node, outside all pods, and returns what it printed and its exit code.
func Exec(ctx context.Context, c *cluster.Cluster, node string, args []string) (output string, exitCode int, err error) {
	name, err := containerOf(c, node)
	if err != nil {
		return "", 0, err
	}
	out, code, err := onNode{container: name, mark: newMark()}.run(ctx, args)
	if err != nil {
		return out, 0, fmt.Errorf("run a command on node %q: %w", node, faultOf(ctx, node, name, err))
	}
	return out, code, nil
}
