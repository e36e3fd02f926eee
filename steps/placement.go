package steps

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func placementSteps() step.Group {
	return step.Group{
		Name: "placement", Title: "Placement", Doc: "On which nodes the scheduler puts pods.",
		Defs: []step.Def{
			{
				Name:    "pod-on-node",
				Pattern: `pod {name} is on node {node}`,
				Doc:     "The scheduler has placed the pod on this node. A pod that is being deleted does not count.",
				Example: `Then pod "web" is on node "worker2"`,
				Run:     podOnNode,
			},
			{
				Name:    "every-pod-on-node",
				Pattern: `every pod of {pod-owner} {name} is on node {node}`,
				Doc:     "The workload has as many pods as its spec requires, and all of them are on this node.",
				Example: `Then every pod of deployment "web" is on node "worker2"`,
				Run:     everyPodOnNode,
			},
			{
				Name:    "every-pod-on-labelled-node",
				Pattern: `every pod of {pod-owner} {name} is on a node labelled {label}`,
				Doc:     "The workload has as many pods as its spec requires, and the nodes of all of them have this label now.",
				Example: `Then every pod of deployment "web" is on a node labelled "disk=ssd"`,
				Run:     everyPodOnLabelledNode,
			},
			{
				Name:    "no-pod-on-node",
				Pattern: `no pod of {pod-owner} {name} was ever on node {node}`,
				Doc: "The workload has pods, all of them have a node, and at no time of the scenario was one of them " +
					"placed on this node.",
				Example: `Then no pod of deployment "business" was ever on node "control-plane"`,
				Run:     noPodOnNode,
			},
			{
				Name:    "no-pod-on-node-now",
				Pattern: `no pod of {pod-owner} {name} is on node {node}`,
				Doc:     "The workload has as many pods as its spec requires, not counting pods that are being deleted, and none of them is on this node.",
				Example: `Then no pod of deployment "web" is on node "worker3"`,
				Run:     noPodOnNodeNow,
			},
			{
				Name:    "pods-on-different-nodes",
				Pattern: `the pods of {pod-owner} {name} are on {count} different node(s)`,
				Doc:     "The workload has as many pods as its spec requires, and they are on exactly this number of nodes.",
				Example: `Then the pods of deployment "web" are on 3 different nodes`,
				Run:     podsOnDifferentNodes,
			},
			{
				Name:    "pod-beside-pod",
				Pattern: `pod {name} is on the same node as pod {name}`,
				Doc:     "Both pods have a node, and it is the same one.",
				Example: `Then pod "web" is on the same node as pod "cache"`,
				Run:     podBesidePod,
			},
			{
				Name:    "pod-apart-from-pod",
				Pattern: `pod {name} is on another node than pod {name}`,
				Doc:     "Both pods have a node, and it is a different one.",
				Example: `Then pod "web-2" is on another node than pod "web-1"`,
				Run:     podApartFromPod,
			},
		},
	}
}

func podOnNode(ctx context.Context, w *world.World, pod world.PodRef, node world.NodeName, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, pod.Ref, func(v observe.View) observe.Verdict {
		on, saw := objects.NodeOf(v, pod.Ref)
		if on == "" {
			return observe.Verdict{Saw: saw}
		}
		return observe.Verdict{Met: on == node.Name, Saw: fmt.Sprintf("it is on node %q", on)}
	})
}

func podBesidePod(ctx context.Context, w *world.World, one, other world.PodRef, ending step.Ending) error {
	return expectNeighbours(ctx, w, one, other, true, ending)
}

func podApartFromPod(ctx context.Context, w *world.World, one, other world.PodRef, ending step.Ending) error {
	return expectNeighbours(ctx, w, one, other, false, ending)
}

func expectNeighbours(ctx context.Context, w *world.World, one, other world.PodRef, together bool, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, one.Ref, func(v observe.View) observe.Verdict {
		nodeA, saw := objects.NodeOf(v, one.Ref)
		if nodeA == "" {
			return observe.Verdict{Saw: saw}
		}
		nodeB, saw := objects.NodeOf(v, other.Ref)
		if nodeB == "" {
			return observe.Verdict{Saw: saw}
		}
		return observe.Verdict{Met: (nodeA == nodeB) == together,
			Saw: fmt.Sprintf("pod %q is on node %q, pod %q on node %q", one.Said, nodeA, other.Said, nodeB)}
	})
}

func everyPodOnNode(ctx context.Context, w *world.World, owner world.ObjectRef, node world.NodeName, ending step.Ending) error {
	return expectPlaces(ctx, w, owner, ending, func(nodes []string) bool { return len(nodes) == 1 && nodes[0] == node.Name })
}

func noPodOnNodeNow(ctx context.Context, w *world.World, owner world.ObjectRef, node world.NodeName, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, owner.Ref, placesAre(owner.Ref, func(nodes []string) bool { return !slices.Contains(nodes, node.Name) }),
		assert.WarnAtOnce(func(v observe.View) bool {
			return slices.ContainsFunc(objects.OwnedPods(v, owner.Ref), func(pod *corev1.Pod) bool { return pod.Spec.NodeName == node.Name })
		}))
}

func podsOnDifferentNodes(ctx context.Context, w *world.World, owner world.ObjectRef, count int, ending step.Ending) error {
	return expectPlaces(ctx, w, owner, ending, func(nodes []string) bool { return len(nodes) == count })
}

// expectPlaces judges the nodes of a workload's pods once all pods have one.
func expectPlaces(ctx context.Context, w *world.World, owner world.ObjectRef, ending step.Ending, good func(nodes []string) bool) error {
	return assert.Eventually(ctx, w, ending, owner.Ref, placesAre(owner.Ref, good))
}

func placesAre(ref kube.Ref, good func(nodes []string) bool) observe.Check {
	return func(v observe.View) observe.Verdict {
		placed, saw := objects.PlacesIn(v, ref)
		if saw != "" {
			return observe.Verdict{Saw: saw}
		}
		return observe.Verdict{Met: good(placed.Nodes()), Saw: placed.String()}
	}
}

func noPodOnNode(ctx context.Context, w *world.World, owner world.ObjectRef, node world.NodeName, span step.Span) error {
	return assert.Never(ctx, w, span, owner.Ref, neverOnNode(owner.Ref, node.Name))
}

func neverOnNode(ref kube.Ref, full string) assert.Prohibition {
	return assert.Prohibition{
		Lacks: func(v observe.View) string {
			if saw := objects.NeverThere(v, ref); saw != "" {
				return saw
			}
			if len(objects.OwnedPods(v, ref)) == 0 {
				return fmt.Sprintf("%s has no pods", ref)
			}
			if placed := objects.PlacesOf(objects.PresentPods(v, ref)); placed.Pending > 0 {
				return fmt.Sprintf("not all pods have a node yet: %s", placed)
			}
			return ""
		},
		Broken: func(v observe.View) string {
			for _, pod := range objects.OwnedPods(v, ref) {
				if pod.Spec.NodeName == full {
					return fmt.Sprintf("pod %q was placed on node %q", pod.Name, full)
				}
			}
			return ""
		},
	}
}

func everyPodOnLabelledNode(ctx context.Context, w *world.World, owner world.ObjectRef, l placeholder.Label, ending step.Ending) error {
	nodes, err := w.WatchNamed(ctx, "nodes")
	if err != nil {
		return err
	}
	selector := labels.SelectorFromSet(labels.Set{l.Key: l.Value})
	return assert.Eventually(ctx, w, ending, owner.Ref, func(v observe.View) observe.Verdict {
		placed, saw := objects.PlacesIn(v, owner.Ref)
		if saw != "" {
			return observe.Verdict{Saw: saw}
		}
		var good []string
		for _, node := range v.List(nodes, "", selector) {
			good = append(good, node.GetName())
		}
		return onlyOn(placed, good, l)
	})
}

// onlyOn is met if all pods are on these nodes.
func onlyOn(p objects.Places, good []string, l placeholder.Label) observe.Verdict {
	if len(p.On) == 0 {
		return observe.Verdict{Saw: p.String()} // without pods nothing is proven
	}
	for _, node := range p.Nodes() {
		if !slices.Contains(good, node) {
			return observe.Verdict{Saw: fmt.Sprintf("node %q is not labelled %s=%s; %s", node, l.Key, l.Value, p)}
		}
	}
	return observe.Verdict{Met: true}
}
