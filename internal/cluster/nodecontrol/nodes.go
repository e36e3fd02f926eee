// Package nodecontrol stops, pauses and runs commands on the nodes of a cluster that gherkind created, and its external etcd
// members, through Docker.
package nodecontrol

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// errNotOurs says that the nodes of an external cluster cannot be controlled.
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

// Stop kills all processes of a node immediately, like a power cut. It is not an error if the node is stopped.
func Stop(ctx context.Context, c *cluster.Cluster, node string) error {
	name, err := containerOf(c, node)
	if err != nil {
		return err
	}
	return faultOf(ctx, node, name, docker.Stop(ctx, name))
}

// Pause freezes all processes of a node. It must be running; it is not an error if it is paused.
func Pause(ctx context.Context, c *cluster.Cluster, node string) error {
	name, err := containerOf(c, node)
	if err != nil {
		return err
	}
	return faultOf(ctx, node, name, docker.Pause(ctx, name))
}

// Start starts a stopped node and resumes a paused one. It does nothing if the node is running.
func Start(ctx context.Context, c *cluster.Cluster, node string) error {
	name, err := containerOf(c, node)
	if err != nil {
		return err
	}
	return faultOf(ctx, node, name, docker.Start(ctx, name))
}

// Exec runs a command on a node, outside of pods, and returns its output and exit code.
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
