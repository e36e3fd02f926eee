package steps

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func nodeSteps() step.Group {
	return step.Group{
		Name: "node", Title: "Nodes", Doc: "The cluster's nodes, and what runs on them.",
		Defs: []step.Def{
			{
				Name:    "node-has-taint",
				Pattern: `node {node} has the taint {taint}`,
				Doc:     "The node carries this taint, with exactly this key, value and effect.",
				Example: `Given node "control-plane" has the taint "node-role.kubernetes.io/control-plane:NoSchedule"`,
				Run:     nodeHasTaint,
			},
			{
				Name:    "node-ready",
				Pattern: `node {node} is ready`,
				Doc: "The node's Ready condition is true. After the scenario has switched the node off or frozen it, only what the node " +
					"has reported since counts.",
				Example: `Then node "worker2" is ready within 60s`,
				Run:     nodeReady,
			},
			{
				Name:    "node-not-ready",
				Pattern: `node {node} is not ready`,
				Doc:     "The node's Ready condition is false or unknown: the node reports it, or has not reported for too long.",
				Example: `Then node "worker3" is not ready within 60s`,
				Run:     nodeNotReady,
			},
		},
	}
}

func nodeHasTaint(ctx context.Context, w *world.World, node world.NodeRef, taint corev1.Taint, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, node.Ref, func(v observe.View) observe.Verdict {
		obj := kube.As[corev1.Node](v.Get(node.Ref))
		if obj == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", node)}
		}
		var have []string
		for _, t := range obj.Spec.Taints {
			if t.Key == taint.Key && t.Value == taint.Value && t.Effect == taint.Effect {
				return observe.Verdict{Met: true}
			}
			have = append(have, t.ToString())
		}
		if len(have) == 0 {
			return observe.Verdict{Saw: "the node has no taints"}
		}
		return observe.Verdict{Saw: "the node has the taints " + strings.Join(have, ", ")}
	})
}

func nodeReady(ctx context.Context, w *world.World, node world.NodeRef, ending step.Ending) error {
	return expectNodeReady(ctx, w, node, true, ending)
}

func nodeNotReady(ctx context.Context, w *world.World, node world.NodeRef, ending step.Ending) error {
	return expectNodeReady(ctx, w, node, false, ending)
}

func expectNodeReady(ctx context.Context, w *world.World, node world.NodeRef, ready bool, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, node.Ref, func(v observe.View) observe.Verdict {
		c := kube.Condition(v.Get(node.Ref), "Ready")
		if c == nil {
			return observe.Verdict{Saw: "the node reports no Ready condition"}
		}
		verdict := observe.Verdict{Met: (c["status"] == "True") == ready, Saw: fmt.Sprintf("Ready is %v: %v", c["status"], c["message"])}
		if ready {
			return assert.Heard(w, v, node.Ref, v.Get(node.Ref), "Ready", verdict)
		}
		return verdict
	})
}
