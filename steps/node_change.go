package steps

import (
	"context"
	"errors"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/drain"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func drainNode(ctx context.Context, w *world.World, node world.ChangedNode, ending step.Ending) error {
	if err := setCordon(ctx, w, node, world.Cordon); err != nil {
		return err
	}
	d, err := drain.New(ctx, w, node.Name)
	if err != nil {
		return err
	}
	timeline := w.Run.Hub.Timeline(metav1.NamespaceAll) // all namespaces, because pods of other namespaces run on the node, too
	defer timeline.Close()
	if err := timeline.Ensure(ctx, d.Pods, d.Budgets); err != nil {
		return err
	}
	within := w.Run.Timeouts.Within(ending.Within)
	until, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	began := w.Timeline.Now()
	err = d.Empty(until, w, timeline)
	switch {
	case err == nil:
		assert.Waited(w, began, within)
	case until.Err() != nil && ctx.Err() == nil: // whatever the drain was doing when the time ran out, only the remaining pods count
		err = timeline.Until(until, assert.Shown(w, d.Emptied))
	}
	if err == nil && ending.For > 0 {
		err = timeline.Holds(ctx, assert.Shown(w, d.Emptied), ending.For)
	}
	var missed *observe.Missed
	if !errors.As(err, &missed) {
		return err
	}
	uncounted := false
	timeline.View(func(v observe.View) { uncounted = d.Uncounted(v) })
	if uncounted {
		err = ofUncounted(ctx, w, metav1.NamespaceAll, err)
	}
	return assert.Failure(ctx, w, node.Ref, within, err)
}

func nodeChangeSteps() step.Group {
	return step.Group{
		Name: "node-change", Title: "Changes to nodes",
		Doc: "They are undone when the scenario ends or, if gherkind is killed before, at the start of the next run. " +
			"The scenario must be tagged @exclusive, or @node:NAME when pods of other scenarios may stay on the node.",
		Defs: append([]step.Def{
			{
				Name:    "node-labelled",
				Rights:  rightsToChangeNodes,
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is labelled {label}`,
				Doc:     "Gives the node this label; one with the same key is replaced.",
				Example: `When node "worker2" is labelled "disk=ssd"`,
				Run:     labelNode,
			},
			{
				Name:    "node-tainted",
				Rights:  rightsToChangeNodes,
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is tainted {taint}`,
				Doc:     "Adds this taint. With the effect NoExecute it evicts every pod that does not tolerate it: @exclusive.",
				Example: `When node "worker3" is tainted "dedicated=db:NoSchedule"`,
				Run:     taintNode,
			},
			{
				Name:    "node-untainted",
				Rights:  rightsToChangeNodes,
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `the taint {taint} is removed from node {node}`,
				Doc:     "Removes this taint.",
				Example: `When the taint "node-role.kubernetes.io/control-plane:NoSchedule" is removed from node "control-plane"`,
				Run:     untaintNode,
			},
			{
				Name:    "node-cordoned",
				Rights:  rightsToChangeNodes,
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is cordoned`,
				Doc:     "Marks the node as unschedulable, as kubectl cordon does. Pods that run there stay.",
				Example: `When node "worker3" is cordoned`,
				Run: func(ctx context.Context, w *world.World, node world.ChangedNode) error {
					return setCordon(ctx, w, node, world.Cordon)
				},
			},
			{
				Name:    "node-uncordoned",
				Rights:  rightsToChangeNodes,
				Reach:   step.ReachNodes,
				Acts:    true,
				Pattern: `node {node} is uncordoned`,
				Doc:     "Makes the node schedulable again.",
				Example: `When node "worker3" is uncordoned`,
				Run: func(ctx context.Context, w *world.World, node world.ChangedNode) error {
					return setCordon(ctx, w, node, world.Uncordon)
				},
			},
			{
				Name:    "node-drained",
				Rights:  slices.Concat(rightsToChangeNodes, rightsToEvict),
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
		}, machineChanges()...),
	}
}

func taintNode(ctx context.Context, w *world.World, node world.ChangedNode, taint corev1.Taint) error {
	return changeTaint(ctx, w, node, taint, world.AddTaint)
}

func untaintNode(ctx context.Context, w *world.World, taint corev1.Taint, node world.ChangedNode) error {
	return changeTaint(ctx, w, node, taint, world.RemoveTaint)
}

// changeTaint changes nothing if the node is already as requested, because then there is nothing to undo.
func changeTaint(ctx context.Context, w *world.World, node world.ChangedNode, taint corev1.Taint, verb world.NodeVerb) error {
	return changeNode(ctx, w, node, world.NodeAction{Do: verb, Arg: taint.ToString()}, func(node *corev1.Node) (world.NodeAction, bool) {
		undo := world.NodeAction{Do: world.RemoveTaint, Node: node.Name, Arg: taint.ToString()}
		has := false
		for _, t := range node.Spec.Taints {
			if t.MatchTaint(&taint) { // same key and effect; a node has at most one such taint
				has = t.Value == taint.Value
				undo = world.NodeAction{Do: world.AddTaint, Node: node.Name, Arg: t.ToString()}
			}
		}
		return undo, has != (verb == world.AddTaint)
	})
}

func labelNode(ctx context.Context, w *world.World, node world.ChangedNode, l placeholder.Label) error {
	action := world.NodeAction{Do: world.SetLabel, Arg: l.Key + "=" + l.Value}
	return changeNode(ctx, w, node, action, func(node *corev1.Node) (world.NodeAction, bool) {
		old, had := node.Labels[l.Key]
		if had {
			return world.NodeAction{Do: world.SetLabel, Node: node.Name, Arg: l.Key + "=" + old}, old != l.Value
		}
		return world.NodeAction{Do: world.RemoveLabel, Node: node.Name, Arg: l.Key}, true
	})
}

func setCordon(ctx context.Context, w *world.World, node world.ChangedNode, verb world.NodeVerb) error {
	return changeNode(ctx, w, node, world.NodeAction{Do: verb}, func(node *corev1.Node) (world.NodeAction, bool) {
		undo := world.NodeAction{Do: world.Uncordon, Node: node.Name}
		if node.Spec.Unschedulable {
			undo.Do = world.Cordon
		}
		return undo, undo.Do != verb
	})
}

func changeNode(ctx context.Context, w *world.World, node world.ChangedNode, action world.NodeAction, undo func(*corev1.Node) (world.NodeAction, bool)) error {
	action.Node = node.Name
	return w.ChangeNode(ctx, action, undo)
}

// machineChanges are the steps that change the machine of a node, not its Node object.
func machineChanges() []step.Def {
	return []step.Def{
		{
			Name:    "node-stopped",
			Reach:   step.ReachMachines,
			Acts:    true,
			Pattern: `node {node} is powered off`,
			Doc:     "Stops the node immediately, as if its plug were pulled, without a shutdown. Only on gherkind's own clusters.",
			Example: `When node "worker3" is powered off`,
			Run: func(ctx context.Context, w *world.World, node world.NodeName) error {
				return power(ctx, w, node, world.StopNode)
			},
		},
		{
			Name:    "node-paused",
			Reach:   step.ReachMachines,
			Acts:    true,
			Pattern: `node {node} is frozen`,
			Doc:     "Freezes all processes of the node, as if it hung. Only on gherkind's own clusters.",
			Example: `When node "worker3" is frozen`,
			Run: func(ctx context.Context, w *world.World, node world.NodeName) error {
				return power(ctx, w, node, world.PauseNode)
			},
		},
		{
			Name:    "node-started",
			Reach:   step.ReachMachines,
			Acts:    true,
			Pattern: `node {node} is powered on`,
			Doc:     "Starts a node that was powered off, or resumes a frozen one.",
			Example: `When node "worker3" is powered on`,
			Run: func(ctx context.Context, w *world.World, node world.NodeName) error {
				return power(ctx, w, node, world.StartNode)
			},
		},
	}
}

func power(ctx context.Context, w *world.World, node world.NodeName, verb world.NodeVerb) error {
	if verb == world.StartNode {
		return w.Start(ctx, world.NodeAction{Do: verb, Node: node.Name}) // started is the normal state of a node, so there is nothing to undo
	}
	return w.Act(ctx, world.NodeAction{Do: verb, Node: node.Name}, world.NodeAction{Do: world.StartNode, Node: node.Name})
}
