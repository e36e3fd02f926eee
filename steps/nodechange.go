package steps

import (
	"context"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func nodeChangeSteps() step.Group {
	return step.Group{
		Name: "node-change", Title: "Changes to nodes",
		Doc: "They are undone when the scenario ends; if gherkind is killed before, at the beginning of the next run. " +
			"The scenario must be tagged @exclusive, or @node:NAME when pods of other scenarios may stay on the node.",
		Defs: append([]step.Def{
			{
				Name:    "node-labelled",
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is labelled {label}`,
				Doc:     "Gives the node this label; one with the same key is replaced.",
				Example: `When node "worker2" is labelled "disk=ssd"`,
				Run:     labelNode,
			},
			{
				Name:    "node-tainted",
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is tainted {taint}`,
				Doc:     "Adds this taint. With the effect NoExecute it evicts every pod that does not tolerate it: @exclusive.",
				Example: `When node "worker3" is tainted "dedicated=db:NoSchedule"`,
				Run:     taintNode,
			},
			{
				Name:    "node-untainted",
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `the taint {taint} is removed from node {node}`,
				Doc:     "Removes this taint.",
				Example: `When the taint "node-role.kubernetes.io/control-plane:NoSchedule" is removed from node "control-plane"`,
				Run:     untaintNode,
			},
			{
				Name:    "node-cordoned",
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is cordoned`,
				Doc:     "Marks the node as unschedulable, as kubectl cordon does. Pods that run there stay.",
				Example: `When node "worker3" is cordoned`,
				Run: func(ctx context.Context, w *world.World, node string) error {
					return setCordon(ctx, w, node, world.Cordon)
				},
			},
			{
				Name:    "node-uncordoned",
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is uncordoned`,
				Doc:     "Makes the node schedulable again.",
				Example: `When node "worker3" is uncordoned`,
				Run: func(ctx context.Context, w *world.World, node string) error {
					return setCordon(ctx, w, node, world.Uncordon)
				},
			},
			{
				Name:    "node-drained",
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is drained`,
				Doc: "Cordons the node and evicts its pods, as kubectl drain --ignore-daemonsets --delete-emptydir-data does, and " +
					"waits until they are gone. A pod that its PodDisruptionBudget protects is tried again whenever the budget " +
					"changes. Pods of the whole cluster are evicted: @exclusive. The scenario's own pods without a controller are " +
					"lost; on those of others the step fails.",
				Example: `When node "worker3" is drained`,
				Run:     drainNode,
			},
		}, nodePowerDefs()...),
	}
}

func taintNode(ctx context.Context, w *world.World, short string, taint corev1.Taint) error {
	return changeTaint(ctx, w, short, taint, world.AddTaint)
}

func untaintNode(ctx context.Context, w *world.World, taint corev1.Taint, short string) error {
	return changeTaint(ctx, w, short, taint, world.RemoveTaint)
}

// changeTaint does nothing when the node is as wanted already: there would be
// nothing to undo.
func changeTaint(ctx context.Context, w *world.World, short string, taint corev1.Taint, verb world.NodeVerb) error {
	return changeNode(ctx, w, short, world.NodeAction{Do: verb, Arg: taint.ToString()}, func(node *corev1.Node) (world.NodeAction, bool) {
		undo := world.NodeAction{Do: world.RemoveTaint, Node: node.Name, Arg: taint.ToString()}
		has := false
		for _, t := range node.Spec.Taints {
			if t.MatchTaint(&taint) { // same key and effect: a node has at most one
				has = t.Value == taint.Value
				undo = world.NodeAction{Do: world.AddTaint, Node: node.Name, Arg: t.ToString()}
			}
		}
		return undo, has != (verb == world.AddTaint)
	})
}

func labelNode(ctx context.Context, w *world.World, short string, l label) error {
	action := world.NodeAction{Do: world.SetLabel, Arg: l.key + "=" + l.value}
	return changeNode(ctx, w, short, action, func(node *corev1.Node) (world.NodeAction, bool) {
		old, had := node.Labels[l.key]
		if had {
			return world.NodeAction{Do: world.SetLabel, Node: node.Name, Arg: l.key + "=" + old}, old != l.value
		}
		return world.NodeAction{Do: world.RemoveLabel, Node: node.Name, Arg: l.key}, true
	})
}

func setCordon(ctx context.Context, w *world.World, short string, verb world.NodeVerb) error {
	return changeNode(ctx, w, short, world.NodeAction{Do: verb}, func(node *corev1.Node) (world.NodeAction, bool) {
		undo := world.NodeAction{Do: world.Uncordon, Node: node.Name}
		if node.Spec.Unschedulable {
			undo.Do = world.Cordon
		}
		return undo, undo.Do != verb
	})
}

// changeNode does something to a node that the step calls by its short name.
func changeNode(ctx context.Context, w *world.World, short string, action world.NodeAction, undo func(*corev1.Node) (world.NodeAction, bool)) error {
	ref, err := nodeToChange(ctx, w, short)
	if err != nil {
		return err
	}
	action.Node = ref.Name
	return w.ChangeNode(ctx, action, undo)
}
