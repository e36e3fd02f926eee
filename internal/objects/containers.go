package objects

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// FirstVersion is the first version of the pod in which the container's status
// satisfies the condition, or nil.
func FirstVersion(v observe.View, c kube.ContainerRef, is func(*corev1.ContainerStatus) bool) *observe.Observation {
	for _, o := range Life(v, c.Pod) {
		if status, _ := Container(kube.As[corev1.Pod](o.Object), c.Name); status != nil && is(status) {
			return &o
		}
	}
	return nil
}

// RestartedContainer is the first container that has restarted, init
// containers included; "" when none has.
func RestartedContainer(pod *unstructured.Unstructured) string {
	for _, list := range []string{"initContainerStatuses", "containerStatuses"} {
		all, _, err := unstructured.NestedFieldNoCopy(pod.Object, "status", list)
		statuses, is := all.([]any)
		if err != nil || !is {
			continue
		}
		for _, one := range statuses {
			status, _ := one.(map[string]any)
			if count, _ := status["restartCount"].(int64); count > 0 {
				return fmt.Sprint(status["name"])
			}
		}
	}
	return ""
}

// Undeclared says that the pod, which was there, has no such container; "" when it has.
func Undeclared(v observe.View, c kube.ContainerRef) string {
	pod := kube.As[corev1.Pod](Life(v, c.Pod)[0].Object)
	switch {
	case pod == nil:
		return "the pod cannot be read"
	case !HasContainer(pod, c.Name):
		return NotInPod(pod, c.Name)
	}
	return ""
}

// HasContainer reports whether the spec of a pod has a container of this name, init containers included.
func HasContainer(pod *corev1.Pod, container string) bool {
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if c.Name == container {
			return true
		}
	}
	return false
}

// LastEnd says how the run of a container before the present one ended.
func LastEnd(status *corev1.ContainerStatus) string {
	t := status.LastTerminationState.Terminated
	if t == nil {
		return "its last end is not recorded"
	}
	return fmt.Sprintf("it last ended with reason %s, exit code %d", t.Reason, t.ExitCode)
}

// Container finds a container's status, init and ephemeral ones included.
// Without one, it returns what to say instead.
func Container(pod *corev1.Pod, name string) (*corev1.ContainerStatus, string) {
	if pod == nil {
		return nil, "there is no such pod"
	}
	for _, list := range [][]corev1.ContainerStatus{
		pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses, pod.Status.EphemeralContainerStatuses,
	} {
		for i := range list {
			if list[i].Name == name {
				return &list[i], ""
			}
		}
	}
	return nil, NotInPod(pod, name)
}

// NotInPod says why a pod has no status of a container: it has no such container, or has not reported it yet.
func NotInPod(pod *corev1.Pod, name string) string {
	var names []string
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if c.Name == name {
			return fmt.Sprintf("container %q has not been reported yet; the pod is %s", name, pod.Status.Phase)
		}
		names = append(names, fmt.Sprintf("%q", c.Name))
	}
	return fmt.Sprintf("the pod has no container %q; it has %s", name, strings.Join(names, ", "))
}

// Restarts is the sum of the restart counts of a pod, without its init containers, as kubectl get pods prints it.
func Restarts(pod *corev1.Pod) int {
	n := 0
	for _, c := range pod.Status.ContainerStatuses {
		n += int(c.RestartCount)
	}
	return n
}

// Staying is the pod of a name, unless it is being deleted.
func Staying(v observe.View, ref kube.Ref) (*corev1.Pod, error) {
	pod := kube.As[corev1.Pod](v.Get(ref))
	switch {
	case pod == nil || len(pod.Spec.Containers) == 0:
		return nil, fmt.Errorf("there is no %s", ref)
	case pod.DeletionTimestamp != nil:
		return nil, fmt.Errorf("%s is being deleted", ref)
	}
	return pod, nil
}

// SawContainer says what a container does now, in the words of its status.
func SawContainer(status *corev1.ContainerStatus) string {
	switch s := status.State; {
	case s.Terminated != nil:
		return fmt.Sprintf("it ended with reason %s, exit code %d", s.Terminated.Reason, s.Terminated.ExitCode)
	case s.Waiting != nil:
		return "it is waiting: " + s.Waiting.Reason
	case s.Running != nil:
		return "it is running"
	}
	return "its state has not been reported yet"
}
