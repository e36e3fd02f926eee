package steps

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// undeclared says that the pod, which was there, has no such container; "" when it has.
func undeclared(v observe.View, ref kube.Ref, container string) string {
	pod := kube.As[corev1.Pod](lifeOf(v, ref)[0].Object)
	switch {
	case pod == nil:
		return "the pod cannot be read"
	case !declares(pod, container):
		return notInPod(pod, container)
	}
	return ""
}

func declares(pod *corev1.Pod, container string) bool {
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if c.Name == container {
			return true
		}
	}
	return false
}
