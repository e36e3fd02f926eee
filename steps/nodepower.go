package steps

import (
	"context"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// nodePowerDefs are the changes that a machine undergoes, not its Node object.
func nodePowerDefs() []step.Def {
	return []step.Def{
		{
			Name:    "node-stopped",
			Reach:   step.ReachMachines,
			Acts:    true,
			Pattern: `node {node} is powered off`,
			Doc:     "Stops the node at once, as if its plug were pulled: nothing on it is told. Only on clusters of gherkind's own.",
			Example: `When node "worker3" is powered off`,
			Run: func(ctx context.Context, w *world.World, node string) error {
				return power(ctx, w, node, world.StopNode)
			},
		},
		{
			Name:    "node-paused",
			Reach:   step.ReachMachines,
			Acts:    true,
			Pattern: `node {node} is frozen`,
			Doc:     "Stops all processes of the node where they are, as if it hung. Only on clusters of gherkind's own.",
			Example: `When node "worker3" is frozen`,
			Run: func(ctx context.Context, w *world.World, node string) error {
				return power(ctx, w, node, world.PauseNode)
			},
		},
		{
			Name:    "node-started",
			Reach:   step.ReachMachines,
			Acts:    true,
			Pattern: `node {node} is powered on`,
			Doc:     "Starts a node that was powered off, or lets a frozen one go on.",
			Example: `When node "worker3" is powered on`,
			Run: func(ctx context.Context, w *world.World, node string) error {
				return power(ctx, w, node, world.StartNode)
			},
		},
	}
}

func power(ctx context.Context, w *world.World, short string, verb world.NodeVerb) error {
	node, err := w.Run.Nodes.Resolve(short)
	if err != nil {
		return err
	}
	if verb == world.StartNode {
		return w.Start(ctx, world.NodeAction{Do: verb, Node: node}) // how a node should be: there is nothing to undo
	}
	return w.Act(ctx, world.NodeAction{Do: verb, Node: node}, world.NodeAction{Do: world.StartNode, Node: node})
}
