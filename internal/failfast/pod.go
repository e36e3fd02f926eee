package failfast

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// pod judges a pod that is awaited itself.
func (c *kase) pod(obj *unstructured.Unstructured, goal Goal) Reason {
	pod := kube.As[corev1.Pod](obj)
	if pod == nil {
		return Reason{}
	}
	if phase := pod.Status.Phase; final(obj, pod) && (phase != corev1.PodSucceeded || goal != Complete) {
		began := c.unbroken(obj, func(p *corev1.Pod) bool { return p.Status.Phase == phase })
		return c.terminal(finalPhase(phase), began)
	}
	return c.stuck(obj)
}

// over finds a pod to which nothing happens any more. Its phase alone does not
// tell: the kubelet reports the ends of the containers of a pod that it has evicted,
// or whose time was up, later than the phase.
func (c *kase) over(obj *unstructured.Unstructured) Reason {
	pod := kube.As[corev1.Pod](obj)
	if pod == nil || !final(obj, pod) || !allEnded(pod) {
		return Reason{}
	}
	phase := pod.Status.Phase
	began := c.unbroken(obj, func(p *corev1.Pod) bool { return p.Status.Phase == phase && allEnded(p) })
	return c.after(Settle, finalPhase(phase), began)
}

// final tells of a pod whose phase never changes again, by the API's promise. A
// controller that makes its pods anew under the same names may bring it back.
func final(obj *unstructured.Unstructured, pod *corev1.Pod) bool {
	if pod.Status.Phase != corev1.PodFailed && pod.Status.Phase != corev1.PodSucceeded {
		return false
	}
	owner := metav1.GetControllerOf(obj)
	return owner == nil || namesAnew(owner.Kind)
}

func finalPhase(phase corev1.PodPhase) string {
	return fmt.Sprintf("its phase is %s, and that is final", phase)
}

// allEnded tells that no container runs any more, by what has been reported.
func allEnded(pod *corev1.Pod) bool {
	for _, s := range statuses(pod) {
		if s.State.Running != nil {
			return false
		}
	}
	return true
}

func statuses(pod *corev1.Pod) []corev1.ContainerStatus {
	return slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses)
}

// namesAnew tells of controllers that never use the name of a pod twice.
func namesAnew(kind string) bool {
	switch kind {
	case "ReplicaSet", "Job", "DaemonSet":
		return true
	}
	return false
}

// stuck finds what keeps a pod from running that nobody but its author can change.
// Of a pod that has a controller, this is said only while the controller would make
// it again just as it is.
func (c *kase) stuck(obj *unstructured.Unstructured) Reason {
	pod := kube.As[corev1.Pod](obj)
	if pod == nil || obj.GetDeletionTimestamp() != nil {
		return Reason{}
	}
	root := c.root(obj)
	if root == nil || root != obj && !current(root, pod) {
		return Reason{}
	}
	if pod.Spec.NodeName == "" {
		return c.unschedulable(obj, pod)
	}
	for _, status := range statuses(pod) {
		for _, rule := range []func(*unstructured.Unstructured, *corev1.Pod, corev1.ContainerStatus) Reason{
			c.badImageName, c.noImage, c.badConfig, c.cannotStart,
		} {
			if r := rule(obj, pod, status); r.Why != "" {
				return r
			}
		}
	}
	return Reason{}
}

func statusOf(pod *corev1.Pod, container string) corev1.ContainerStatus {
	for _, list := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for _, s := range list {
			if s.Name == container {
				return s
			}
		}
	}
	return corev1.ContainerStatus{}
}

// waitingFor is a container's reason for not running, with the kubelet's message.
func waitingFor(s corev1.ContainerStatus) (reason, message string) {
	if s.State.Waiting == nil {
		return "", ""
	}
	return s.State.Waiting.Reason, s.State.Waiting.Message
}
