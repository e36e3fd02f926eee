package world

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Starting returns how many pods of the scenario have a node whose kubelet has not yet started any of their containers, which
// is pending work of the cluster. Pods that wait for something else, such as an image, are not counted.
func (w *World) Starting() (count int) {
	at := slices.IndexFunc(w.Run.always, func(k kube.Kind) bool { return k.GVK.Group == "" && k.GVK.Kind == "Pod" })
	if at < 0 {
		return 0
	}
	w.Timeline.View(func(v observe.View) {
		for _, obj := range v.List(w.Run.always[at], "", nil) {
			if pod := kube.As[corev1.Pod](obj); pod != nil && starting(pod) {
				count++
			}
		}
	})
	return count
}

func starting(pod *corev1.Pod) bool {
	if pod.Spec.NodeName == "" || pod.DeletionTimestamp != nil || pod.Status.Phase != corev1.PodPending {
		return false
	}
	for _, status := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		waits := status.State.Waiting
		if waits == nil || waits.Reason != "" && waits.Reason != "ContainerCreating" && waits.Reason != "PodInitializing" {
			return false
		}
	}
	return true
}
