package steps

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// placesIn are the places of a workload's pods, or what to say while it does
// not have all of them on nodes.
func placesIn(v observe.View, workload kube.Ref) (placed places, saw string) {
	pods, saw := allPods(v, workload)
	if saw != "" {
		return places{}, saw
	}
	placed = placesOf(pods)
	if placed.pending > 0 {
		return places{}, fmt.Sprintf("%d of %d pods have a node: %s", len(pods)-placed.pending, len(pods), placed)
	}
	return placed, ""
}

// places counts a workload's pods by node.
type places struct {
	on      map[string]int
	pending int
}

func placesOf(pods []*corev1.Pod) places {
	p := places{on: map[string]int{}}
	for _, pod := range pods {
		if pod.Spec.NodeName == "" {
			p.pending++
		} else {
			p.on[pod.Spec.NodeName]++
		}
	}
	return p
}

func (p places) nodes() []string {
	nodes := make([]string, 0, len(p.on))
	for node := range p.on {
		nodes = append(nodes, node)
	}
	slices.Sort(nodes)
	return nodes
}

// String lists the nodes: `2 pods on "worker", 1 pod on "worker2"`.
func (p places) String() string {
	var parts []string
	for _, node := range p.nodes() {
		parts = append(parts, fmt.Sprintf("%s on %q", times("pod", p.on[node]), node))
	}
	if p.pending > 0 {
		parts = append(parts, times("pod", p.pending)+" without a node")
	}
	if len(parts) == 0 {
		return "there are no pods"
	}
	return strings.Join(parts, ", ")
}
