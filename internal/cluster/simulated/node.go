// Package simulated creates nodes without machines. The add-on kwok simulates their kubelets: a pod on such a node has the status
// Running, but there is no container. Results with these nodes are valid for scheduling and the API, but not for anything that a
// container does.
//
// The nodes belong to one run, which locks the whole cluster meanwhile, and removes them when its scenarios with simulated nodes
// have finished. The nodes of a killed run are removed by the next run.
package simulated

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/tags"
)

const (
	// Label is on all simulated nodes, with the value "true", and on no others; and on their Leases.
	Label = tags.SimulatedLabel
	// Taint keeps pods off these nodes that do not tolerate it. The key is the usual one for nodes of kwok.
	Taint = "kwok.x-k8s.io/node"
	// Most is the maximum for a cluster: the number of nodes that Kubernetes supports.
	Most = 5000

	prefix = "simulated-"
	zones  = 5
)

// Name returns the name of a node, counted from 1.
func Name(number int) string { return prefix + strconv.Itoa(number) }

// Has reports whether a name is that of one of count simulated nodes.
func Has(count int, name string) bool {
	digits, is := strings.CutPrefix(name, prefix)
	number, err := strconv.Atoi(digits)
	return is && err == nil && number >= 1 && number <= count && Name(number) == name
}

// Is reports whether a name is that of a simulated node.
func Is(name string) bool { return Has(Most, name) }

// node returns a simulated node of a run. It does not have the label of an operating system, which the DaemonSets of a cluster's
// network select. podCIDR is its range for pods; "" if nodes have none.
func node(number int, runLabel, run, podCIDR string) *corev1.Node {
	name := Name(number)
	size := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("4"), corev1.ResourceMemory: resource.MustParse("16Gi"), corev1.ResourcePods: resource.MustParse("110"),
	}
	n := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
			Label: "true", runLabel: run,
			corev1.LabelHostname:     name,
			corev1.LabelTopologyZone: fmt.Sprintf("zone-%d", (number-1)%zones+1),
		}},
		Spec:   corev1.NodeSpec{Taints: []corev1.Taint{{Key: Taint, Value: "fake", Effect: corev1.TaintEffectNoSchedule}}},
		Status: corev1.NodeStatus{Capacity: size, Allocatable: size},
	}
	if podCIDR != "" {
		n.Spec.PodCIDR, n.Spec.PodCIDRs = podCIDR, []string{podCIDR}
	}
	return n
}

// Real returns the nodes that are not simulated.
func Real(nodes []corev1.Node) []corev1.Node {
	real := make([]corev1.Node, 0, len(nodes))
	for i := range nodes {
		if !IsNode(&nodes[i]) {
			real = append(real, nodes[i])
		}
	}
	return real
}

// IsNode reports whether a node is simulated.
func IsNode(node *corev1.Node) bool {
	_, is := node.Labels[Label]
	return is
}
