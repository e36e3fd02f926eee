// Package nodes finds the nodes and etcd members of a cluster by the names that scenarios use, and acts on them.
package nodes

import (
	"context"
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// nodes resolves the names of nodes as users of kind write them: "worker2" for gherkind-worker2, "control-plane" for
// gherkind-control-plane.
type nodes struct{ cluster *cluster.Cluster }

// Of returns the nodes of a cluster.
func Of(c *cluster.Cluster) world.Nodes { return nodes{c} }

// Resolve implements world.Nodes.
func (n nodes) Resolve(short string) (string, error) {
	if simulated.Has(n.cluster.Simulated, short) {
		return short, nil
	}
	return Named(n.cluster.Name, n.cluster.Nodes, short)
}

// Address implements world.Nodes.
func (n nodes) Address(name string) (string, error) {
	for _, node := range n.cluster.Nodes {
		if node.Name == name && node.Address != "" {
			return node.Address, nil
		}
	}
	return "", fmt.Errorf("node %q has no address that answers from outside the cluster", name)
}

// Power implements world.Nodes.
func (n nodes) Power(ctx context.Context, node string, verb world.NodeVerb) error {
	if simulated.Is(node) {
		return noMachine(node)
	}
	switch verb {
	case world.StopNode:
		return nodecontrol.Stop(ctx, n.cluster, node)
	case world.PauseNode:
		return nodecontrol.Pause(ctx, n.cluster, node)
	default:
		return nodecontrol.Start(ctx, n.cluster, node)
	}
}

// Exec implements world.Nodes.
func (n nodes) Exec(ctx context.Context, node string, args []string) (output string, exitCode int, err error) {
	if simulated.Is(node) {
		return "", 0, noMachine(node)
	}
	return nodecontrol.Exec(ctx, n.cluster, node, args)
}

func noMachine(node string) error {
	return fmt.Errorf("node %q is simulated: there is no machine to switch off or to run a command on", node)
}

// ControlPlane implements world.Nodes.
func (n nodes) ControlPlane(name string) bool {
	return slices.ContainsFunc(n.cluster.Nodes, func(node cluster.Node) bool { return node.Name == name && isControlPlane(node) })
}

func isControlPlane(node cluster.Node) bool { return node.Role == "control-plane" }

// All implements world.Nodes.
func (n nodes) All() []string {
	var planes, workers []string
	for _, node := range n.cluster.Nodes {
		if isControlPlane(node) {
			planes = append(planes, node.Name)
		} else {
			workers = append(workers, node.Name)
		}
	}
	return append(planes, workers...)
}
