package explain

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

const (
	nodeLost        = "NodeLost"        // status.reason of a pod whose node stopped reporting
	podInitializing = "PodInitializing" // the waiting reason of containers that wait for init containers
)

// PodStatus returns the STATUS column of `kubectl get pods`, as the API server's table printer computes it from phase, reason,
// conditions, container states and deletion. Its only specification is that printer; a test compares the two for every pod of a
// live cluster.
func PodStatus(pod *corev1.Pod) string {
	over := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	switch {
	case pod.DeletionTimestamp != nil && pod.Status.Reason == nodeLost:
		return "Unknown"
	case pod.DeletionTimestamp != nil && !over:
		return "Terminating"
	}
	word := ownWord(pod)
	init, blocked := initWord(pod)
	if blocked {
		word = init
	}
	if blocked && conditionOf(pod.Status.Conditions, corev1.PodInitialized) != corev1.ConditionTrue {
		return word
	}
	return appWord(pod, word)
}

// ownWord returns the status of the pod as a whole.
func ownWord(pod *corev1.Pod) string {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Reason == corev1.PodReasonSchedulingGated {
			return corev1.PodReasonSchedulingGated
		}
	}
	return firstNonEmpty(pod.Status.Reason, string(pod.Status.Phase))
}

// initWord returns the status of the first init container that is not done; blocked is false if all are done.
func initWord(pod *corev1.Pod) (word string, blocked bool) {
	for i, s := range pod.Status.InitContainerStatuses {
		t, w := s.State.Terminated, s.State.Waiting
		switch {
		case t != nil && t.ExitCode == 0:
		case isSidecar(pod, s.Name) && s.Started != nil && *s.Started:
		case t != nil:
			return "Init:" + endWord(t), true
		case w != nil && w.Reason != "" && w.Reason != podInitializing:
			return "Init:" + w.Reason, true
		default:
			return fmt.Sprintf("Init:%d/%d", i, len(pod.Spec.InitContainers)), true
		}
	}
	return "", false
}

// appWord returns the status of the app containers: that of the first one that waits or has ended. A container that ended well
// is overridden by one that runs, or by one that ended with an error.
func appWord(pod *corev1.Pod, word string) string {
	running, bad := false, ""
	for i := len(pod.Status.ContainerStatuses) - 1; i >= 0; i-- {
		s := pod.Status.ContainerStatuses[i]
		if w := s.State.Waiting; w != nil && w.Reason != "" {
			word = w.Reason
			continue
		}
		if t := s.State.Terminated; t != nil {
			word = endWord(t)
			if t.ExitCode != 0 {
				bad = word
			}
			continue
		}
		running = running || (s.Ready && s.State.Running != nil)
	}
	switch {
	case word != "Completed":
		return word
	case running && conditionOf(pod.Status.Conditions, corev1.PodReady) == corev1.ConditionTrue:
		return "Running"
	case bad != "":
		return bad
	case running:
		return "NotReady"
	}
	return word
}

// endWord returns how a container ended.
func endWord(t *corev1.ContainerStateTerminated) string {
	switch {
	case t.Reason != "":
		return t.Reason
	case t.Signal != 0:
		return fmt.Sprintf("Signal:%d", t.Signal)
	}
	return fmt.Sprintf("ExitCode:%d", t.ExitCode)
}

// PodReady returns the READY column of `kubectl get pods`: the ready ones among all containers that keep running, including
// native sidecars.
func PodReady(pod *corev1.Pod) string {
	total := len(pod.Spec.Containers)
	for _, c := range pod.Spec.InitContainers {
		if restartable(c) {
			total++
		}
	}
	return fmt.Sprintf("%d/%d", readySidecars(pod)+readyApps(pod), total)
}

// readySidecars counts up to the first init container that is not done: later ones have not been started.
func readySidecars(pod *corev1.Pod) int {
	n := 0
	for _, s := range pod.Status.InitContainerStatuses {
		if t := s.State.Terminated; t != nil && t.ExitCode == 0 {
			continue
		}
		if !isSidecar(pod, s.Name) || s.Started == nil || !*s.Started {
			return n
		}
		if s.Ready {
			n++
		}
	}
	return n
}

func readyApps(pod *corev1.Pod) int {
	_, blocked := initWord(pod)
	if blocked && conditionOf(pod.Status.Conditions, corev1.PodInitialized) != corev1.ConditionTrue {
		return 0
	}
	n := 0
	for _, s := range pod.Status.ContainerStatuses {
		waiting := s.State.Waiting != nil && s.State.Waiting.Reason != ""
		if s.Ready && s.State.Running != nil && !waiting {
			n++
		}
	}
	return n
}

func isSidecar(pod *corev1.Pod, name string) bool {
	for _, c := range pod.Spec.InitContainers {
		if c.Name == name {
			return restartable(c)
		}
	}
	return false
}

// StatusOf returns PodStatus and PodReady of an object that is a pod, and "" for any other.
func StatusOf(obj *unstructured.Unstructured) string {
	var pod corev1.Pod
	if obj.GetKind() != kindPod || runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &pod) != nil {
		return ""
	}
	return PodStatus(&pod) + ", " + PodReady(&pod) + " ready"
}
