package failfast

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// pod returns a reason for a pod that is itself the subject of a wait.
func (e *evaluator) pod(obj *unstructured.Unstructured, goal Goal) Reason {
	pod := kube.As[corev1.Pod](obj)
	if pod == nil {
		return Reason{}
	}
	if phase := pod.Status.Phase; final(obj, pod) && (phase != corev1.PodSucceeded || goal != Complete) {
		began := e.unbroken(obj, func(p *corev1.Pod) bool { return p.Status.Phase == phase })
		return e.terminal(finalPhase(phase), began)
	}
	return e.stuck(obj)
}

// over returns a reason if nothing can happen in a pod any more. The phase alone does not show this: for a pod that was evicted
// or exceeded its deadline, the kubelet reports the end of the containers later than the phase.
func (e *evaluator) over(obj *unstructured.Unstructured) Reason {
	pod := kube.As[corev1.Pod](obj)
	if pod == nil || !final(obj, pod) || !allEnded(pod) {
		return Reason{}
	}
	phase := pod.Status.Phase
	began := e.unbroken(obj, func(p *corev1.Pod) bool { return p.Status.Phase == phase && allEnded(p) })
	return e.after(Settle, finalPhase(phase), began)
}

// final reports whether the phase of a pod never changes again, as the API guarantees for Succeeded and Failed. A
// controller that reuses names may create another pod with this name.
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

// allEnded reports whether no container runs, according to the reported statuses.
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

// namesAnew reports whether the controller never reuses the name of a pod.
func namesAnew(kind string) bool {
	switch kind {
	case "ReplicaSet", "Job", "DaemonSet":
		return true
	}
	return false
}

// stuck returns a reason if a pod cannot run before its author changes it. For a pod with a controller, the reason holds only
// while the controller would create the same pod again.
func (e *evaluator) stuck(obj *unstructured.Unstructured) Reason {
	pod := kube.As[corev1.Pod](obj)
	if pod == nil || obj.GetDeletionTimestamp() != nil {
		return Reason{}
	}
	root := e.root(obj)
	if root == nil || root != obj && !current(root, pod) {
		return Reason{}
	}
	if pod.Spec.NodeName == "" {
		return e.unschedulable(obj, pod)
	}
	for _, status := range statuses(pod) {
		for _, rule := range []func(*unstructured.Unstructured, *corev1.Pod, corev1.ContainerStatus) Reason{
			e.badImageName, e.noImage, e.badConfig, e.cannotStart,
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

// waitingFor returns why a container is waiting, and the kubelet's message.
func waitingFor(s corev1.ContainerStatus) (reason, message string) {
	if s.State.Waiting == nil {
		return "", ""
	}
	return s.State.Waiting.Reason, s.State.Waiting.Message
}
