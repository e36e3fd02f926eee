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
		Name: "node", Title: "Nodes", Doc: "What the cluster's nodes are, and what runs on them.",
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
				Doc:     "The node's Ready condition is false or unknown: the node says so, or has not been heard of for too long.",
				Example: `Then node "worker3" is not ready within 60s`,
				Run:     nodeNotReady,
			},
		},
	}
}

func nodeRef(ctx context.Context, w *world.World, short string) (kube.Ref, error) {
	full, err := w.Run.Nodes.Resolve(short)
	if err != nil {
		return kube.Ref{}, err
	}
	return w.Resolve(ctx, "nodes", full)
}

// nodeToChange wants a node of somebody else's cluster to be named in full: a short name may mean another one there.
func nodeToChange(ctx context.Context, w *world.World, short string) (kube.Ref, error) {
	ref, err := nodeRef(ctx, w, short)
	if err == nil && w.Run.Foreign && ref.Name != short {
		err = fmt.Errorf("node %q is %s in this cluster, which is somebody else's: a node that is changed there is named in full", short, ref.Name)
	}
	return ref, err
}

func nodeHasTaint(ctx context.Context, w *world.World, node string, taint corev1.Taint, ending step.Ending) error {
	ref, err := nodeRef(ctx, w, node)
	if err != nil {
		return err
	}
	return assert.Eventually(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		obj := kube.As[corev1.Node](v.Get(ref))
		if obj == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
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

func nodeReady(ctx context.Context, w *world.World, node string, ending step.Ending) error {
	return expectNodeReady(ctx, w, node, true, ending)
}

func nodeNotReady(ctx context.Context, w *world.World, node string, ending step.Ending) error {
	return expectNodeReady(ctx, w, node, false, ending)
}

func expectNodeReady(ctx context.Context, w *world.World, node string, ready bool, ending step.Ending) error {
	ref, err := nodeRef(ctx, w, node)
	if err != nil {
		return err
	}
	return assert.Eventually(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		c := kube.Condition(v.Get(ref), "Ready")
		if c == nil {
			return observe.Verdict{Saw: "the node reports no Ready condition"}
		}
		verdict := observe.Verdict{Met: (c["status"] == "True") == ready, Saw: fmt.Sprintf("Ready is %v: %v", c["status"], c["message"])}
		if ready {
			return assert.Heard(w, v.Get(ref), "Ready", verdict)
		}
		return verdict
	})
}
