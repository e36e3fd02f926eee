package ready

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// nodeNotReady returns why a node is not ready; "" if it is.
func nodeNotReady(node *corev1.Node) string {
	for _, c := range node.Status.Conditions {
		if c.Type != corev1.NodeReady {
			continue
		}
		if c.Status == corev1.ConditionTrue {
			return ""
		}
		return fmt.Sprintf("node %s is not ready: %s", node.Name, c.Message)
	}
	return fmt.Sprintf("node %s has not reported yet", node.Name)
}

// whyPods returns the first reason why a pod of the selector is not ready.
func (r *readiness) whyPods(selector *metav1.LabelSelector) string {
	match, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		return ""
	}
	for _, pod := range r.pods.in(metav1.NamespaceSystem, match) {
		if why := podNotReady(pod); why != "" {
			return " (" + why + ")"
		}
	}
	return ""
}

func podNotReady(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		switch {
		case c.Ready:
		case c.State.Waiting != nil && c.State.Waiting.Message != "":
			return fmt.Sprintf("%s: %s: %s", pod.Name, c.State.Waiting.Reason, c.State.Waiting.Message)
		case c.State.Waiting != nil:
			return fmt.Sprintf("%s: %s", pod.Name, c.State.Waiting.Reason)
		case c.State.Terminated != nil:
			return fmt.Sprintf("%s: ended with exit code %d", pod.Name, c.State.Terminated.ExitCode)
		}
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status != corev1.ConditionTrue {
			return fmt.Sprintf("%s: %s", pod.Name, c.Message)
		}
	}
	return ""
}
