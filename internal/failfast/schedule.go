package failfast

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	resourcehelper "k8s.io/component-helpers/resource"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"

	"github.com/gherkind/gherkind/internal/kube"
)

// NodeGrace is how long no node may fit, within a wait: the labels of a node that
// has just joined, or that the step before labelled, arrive on a watch of their own.
const NodeGrace = 3 * time.Second

// unschedulable finds a pod that the scheduler has refused and that no node could
// take if it were empty, ready and without taints: other pods may end, nodes come
// back, taints go, and claims bind, but nodes do not grow.
func (c *kase) unschedulable(obj *unstructured.Unstructured, pod *corev1.Pod) Reason {
	scheduler := pod.Spec.SchedulerName
	if !refused(pod) || len(pod.Spec.SchedulingGates) > 0 || scheduler != "" && scheduler != corev1.DefaultSchedulerName {
		return Reason{}
	}
	nodes := c.nodes()
	if len(nodes) == 0 {
		return Reason{}
	}
	var fitting []*corev1.Node
	for _, node := range nodes {
		fits, err := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node)
		if fits || err != nil { // what cannot be read is the scheduler's to judge
			fitting = append(fitting, node)
		}
	}
	began := c.unbroken(obj, refused)
	if len(fitting) == 0 {
		return c.after(NodeGrace, fmt.Sprintf("none of %d nodes has the labels that it asks for%s", len(nodes), selector(pod)), began)
	}
	if lack := tooLarge(pod, fitting); lack != "" {
		return c.after(NodeGrace, lack, began)
	}
	return Reason{}
}

func refused(pod *corev1.Pod) bool {
	for _, cond := range pod.Status.Conditions {
		if cond.Type == corev1.PodScheduled {
			return cond.Status == corev1.ConditionFalse && cond.Reason == corev1.PodReasonUnschedulable
		}
	}
	return false
}

func (c *kase) nodes() []*corev1.Node {
	var nodes []*corev1.Node
	for _, obj := range c.view.List(kindOf("Node", "nodes"), "", nil) {
		if node := kube.As[corev1.Node](obj); node != nil {
			nodes = append(nodes, node)
		}
	}
	return nodes
}

func selector(pod *corev1.Pod) string {
	if len(pod.Spec.NodeSelector) == 0 {
		return ""
	}
	return ": " + labels.Set(pod.Spec.NodeSelector).String()
}

// tooLarge says which request is above what any of the nodes has. Only what a
// kubelet reports by itself is compared: a device plugin may still bring the rest.
func tooLarge(pod *corev1.Pod, nodes []*corev1.Node) string {
	requests := resourcehelper.PodRequests(pod, resourcehelper.PodResourcesOptions{})
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage} {
		wanted, most, known := requests[name], corev1.ResourceList{}[name], true
		for _, node := range nodes {
			has, reported := node.Status.Allocatable[name]
			known = known && reported // a node that has just joined has yet to say
			if has.Cmp(most) > 0 {
				most = has
			}
		}
		if known && wanted.Cmp(most) > 0 {
			return fmt.Sprintf("it requests %s of %s, and the largest node that it may run on has %s", wanted.String(), name, most.String())
		}
	}
	return ""
}
