package steps

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// restartedContainer is the first container that has restarted, init
// containers included; "" when none has.
func restartedContainer(pod *corev1.Pod) string {
	if pod == nil {
		return ""
	}
	for _, c := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if c.RestartCount > 0 {
			return c.Name
		}
	}
	return ""
}
