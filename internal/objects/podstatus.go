package objects

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

// NodeOf is the pod's node, or what to say when it has none.
func NodeOf(v observe.View, ref kube.Ref) (node, saw string) {
	pod := kube.As[corev1.Pod](v.Get(ref))
	switch {
	case pod == nil:
		return "", fmt.Sprintf("there is no %s", ref)
	case pod.DeletionTimestamp != nil:
		return "", fmt.Sprintf("%s is being deleted; it is on node %q", ref, pod.Spec.NodeName)
	case pod.Spec.NodeName == "":
		return "", fmt.Sprintf("%s has no node yet; it is %s", ref, SawPod(v, ref))
	}
	return pod.Spec.NodeName, ""
}

// PodStatus is the STATUS word, or "" when there is no such pod.
func PodStatus(v observe.View, ref kube.Ref) string {
	pod := kube.As[corev1.Pod](v.Get(ref))
	if pod == nil {
		return ""
	}
	return explain.PodStatus(pod)
}

// HadStatus reports whether any version of the present pod of a name had the STATUS.
func HadStatus(v observe.View, ref kube.Ref, status string) bool {
	for _, o := range Life(v, ref) {
		if pod := kube.As[corev1.Pod](o.Object); pod != nil && explain.PodStatus(pod) == status {
			return true
		}
	}
	return false
}

// SawPod says in kubectl's words what the pod is now.
func SawPod(v observe.View, ref kube.Ref) string {
	pod := kube.As[corev1.Pod](v.Get(ref))
	if pod == nil {
		return fmt.Sprintf("there is no %s", ref)
	}
	saw := fmt.Sprintf("%s, %s ready", explain.PodStatus(pod), explain.PodReady(pod))
	if n := Restarts(pod); n > 0 {
		saw += fmt.Sprintf(", %s", words.Times("restart", n))
	}
	return saw
}

// PodRestarts counts those of init containers and sidecars too.
func PodRestarts(o observe.Observation) (int, bool) {
	if o.Ref.Kind.GVK.Kind != "Pod" {
		return 0, false
	}
	pod := kube.As[corev1.Pod](o.Object)
	if pod == nil {
		return 0, false
	}
	n := Restarts(pod)
	for _, c := range pod.Status.InitContainerStatuses {
		n += int(c.RestartCount)
	}
	return n, true
}
