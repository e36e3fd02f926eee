package objects

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

// PlacesIn are the places of a workload's pods, or what to say while it does
// not have all of them on nodes.
func PlacesIn(v observe.View, workload kube.Ref) (placed Places, saw string) {
	pods, saw := AllPods(v, workload)
	if saw != "" {
		return Places{}, saw
	}
	placed = PlacesOf(pods)
	if placed.Pending > 0 {
		return Places{}, fmt.Sprintf("%d of %d pods have a node: %s", len(pods)-placed.Pending, len(pods), placed)
	}
	return placed, ""
}

// Places counts a workload's pods by node.
type Places struct {
	On      map[string]int
	Pending int
}

// PlacesOf counts pods by their nodes.
func PlacesOf(pods []*corev1.Pod) Places {
	p := Places{On: map[string]int{}}
	for _, pod := range pods {
		if pod.Spec.NodeName == "" {
			p.Pending++
		} else {
			p.On[pod.Spec.NodeName]++
		}
	}
	return p
}

// Nodes are the names of the nodes, sorted.
func (p Places) Nodes() []string {
	nodes := make([]string, 0, len(p.On))
	for node := range p.On {
		nodes = append(nodes, node)
	}
	slices.Sort(nodes)
	return nodes
}

// String lists the nodes: `2 pods on "worker", 1 pod on "worker2"`.
func (p Places) String() string {
	var parts []string
	for _, node := range p.Nodes() {
		parts = append(parts, fmt.Sprintf("%s on %q", words.Times("pod", p.On[node]), node))
	}
	if p.Pending > 0 {
		parts = append(parts, words.Times("pod", p.Pending)+" without a node")
	}
	if len(parts) == 0 {
		return "there are no pods"
	}
	return strings.Join(parts, ", ")
}
