package simulated

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// promptly is how long kwok may take to report that a pod runs, or to remove it. It usually takes less than a second.
const promptly = 10 * time.Second

// Behind says what the simulated nodes have not done in time; "" if there is nothing: a node is not ready, or a pod in one of the
// namespaces was assigned to a node and has had no status since. A result about pods is then invalid.
func (n *Nodes) Behind(ctx context.Context, now time.Time, namespaces ...string) (why string, err error) {
	if n.made.Load() == 0 {
		return "", nil
	}
	nodes, err := n.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: Label + "," + n.runLabel + "=" + n.run})
	if err != nil {
		return "", fmt.Errorf("look at the simulated nodes: %w", err)
	}
	for i := range nodes.Items {
		if !Reports(&nodes.Items[i]) {
			return fmt.Sprintf("node %s is not ready", nodes.Items[i].Name), nil
		}
	}
	for _, namespace := range namespaces {
		pods, err := n.client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return "", fmt.Errorf("look at the pods on simulated nodes: %w", err)
		}
		for i := range pods.Items {
			if why := unheard(&pods.Items[i], now); why != "" {
				return why, nil
			}
		}
	}
	return "", nil
}

// Reports reports whether a node is ready, whatever its taints.
func Reports(node *corev1.Node) bool {
	for _, c := range node.Status.Conditions {
		if c.Type == corev1.NodeReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// unheard says what a simulated node has not done for a pod in time.
func unheard(pod *corev1.Pod, now time.Time) string {
	if !Is(pod.Spec.NodeName) {
		return ""
	}
	if at := pod.DeletionTimestamp; at != nil {
		if late := now.Sub(at.Time); late > promptly && len(pod.Finalizers) == 0 {
			return fmt.Sprintf("node %s has not removed pod %s for %s", pod.Spec.NodeName, pod.Name, late.Round(time.Second))
		}
		return ""
	}
	for _, c := range pod.Status.Conditions {
		late := now.Sub(c.LastTransitionTime.Time)
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionTrue && pod.Status.Phase == corev1.PodPending && late > promptly {
			return fmt.Sprintf("node %s has said nothing of pod %s for %s", pod.Spec.NodeName, pod.Name, late.Round(time.Second))
		}
	}
	return ""
}
