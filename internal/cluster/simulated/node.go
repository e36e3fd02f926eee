// Package simulated makes nodes that have no machine. The add-on kwok plays their kubelets: a pod that the scheduler puts on
// one is said to run, and no container does. So what is found out with them is true of scheduling and of the API, and of
// nothing that a container does.
//
// They belong to one run, which has the cluster to itself meanwhile, and removes them when its scenarios that want them are
// over. What a killed run has left, the next run removes.
package simulated

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	// Label is what all simulated nodes have, with the value "true", and no others.
	Label = "gherkind/simulated"
	// Taint keeps pods off them that do not tolerate it. Its key is the usual one of kwok's nodes.
	Taint = "kwok.x-k8s.io/node"
	// Most is how many a cluster can have: as many nodes as Kubernetes supports.
	Most = 5000

	prefix = "simulated-"
	zones  = 5
)

// Name is that of a node, counted from 1.
func Name(number int) string { return prefix + strconv.Itoa(number) }

// Has tells whether a name is that of one of so many simulated nodes.
func Has(count int, name string) bool {
	digits, is := strings.CutPrefix(name, prefix)
	number, err := strconv.Atoi(digits)
	return is && err == nil && number >= 1 && number <= count && Name(number) == name
}

// Is tells whether a name is one that simulated nodes have.
func Is(name string) bool { return Has(Most, name) }

// Node is one of them, for a run. It lacks the labels of an operating system, so that the DaemonSets of a cluster's network,
// which ask for it, leave it out. podCIDR is for its pods, "" where nodes have none.
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

// Real are the nodes that are not simulated.
func Real(nodes []corev1.Node) []corev1.Node {
	real := make([]corev1.Node, 0, len(nodes))
	for i := range nodes {
		if !IsNode(&nodes[i]) {
			real = append(real, nodes[i])
		}
	}
	return real
}

// IsNode tells whether a node is simulated.
func IsNode(node *corev1.Node) bool {
	_, is := node.Labels[Label]
	return is
}
