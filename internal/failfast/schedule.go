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

// NodeGrace is how long, within a wait, no node may fit: nodes have a watch of their own, so labels that a node has just
// got may be observed late.
const NodeGrace = 3 * time.Second

// unschedulable returns a reason if the scheduler has rejected a pod that would fit on no node even if all nodes were empty,
// ready and without taints. Other pods may finish, nodes come back, taints be removed and claims be bound, but nodes do not
// grow.
func (e *evaluator) unschedulable(obj *unstructured.Unstructured, pod *corev1.Pod) Reason {
	scheduler := pod.Spec.SchedulerName
	if !refused(pod) || len(pod.Spec.SchedulingGates) > 0 || scheduler != "" && scheduler != corev1.DefaultSchedulerName {
		return Reason{}
	}
	nodes := e.nodes()
	if len(nodes) == 0 {
		return Reason{}
	}
	var fitting []*corev1.Node
	for _, node := range nodes {
		fits, err := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node)
		if fits || err != nil { // only the scheduler can tell
			fitting = append(fitting, node)
		}
	}
	began := e.unbroken(obj, refused)
	if len(fitting) == 0 {
		return e.after(NodeGrace, fmt.Sprintf("none of %d nodes has the labels that it asks for%s", len(nodes), selector(pod)), began)
	}
	if lack := tooLarge(pod, fitting); lack != "" {
		return e.after(NodeGrace, lack, began)
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

func (e *evaluator) nodes() []*corev1.Node {
	var nodes []*corev1.Node
	for _, obj := range e.view.List(kindOf("Node", "nodes"), "", nil) {
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

// tooLarge returns which request is larger than the allocatable amount of every node. It compares only what each kubelet
// reports by itself: a device plugin may add other resources later.
func tooLarge(pod *corev1.Pod, nodes []*corev1.Node) string {
	requests := resourcehelper.PodRequests(pod, resourcehelper.PodResourcesOptions{})
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage} {
		requested, most, known := requests[name], corev1.ResourceList{}[name], true
		for _, node := range nodes {
			has, reported := node.Status.Allocatable[name]
			known = known && reported // a node that has just joined has not reported yet
			if has.Cmp(most) > 0 {
				most = has
			}
		}
		if known && requested.Cmp(most) > 0 {
			return fmt.Sprintf("it requests %s of %s, and the largest node that it may run on has %s", requested.String(), name, most.String())
		}
	}
	return ""
}
