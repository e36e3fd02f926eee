package objects

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// OtherImage says what keeps a container of a pod, or of the pods of a workload, from running an image; "" when it does.
func OtherImage(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, container, image string) string {
	if ref.Kind.GVK.GroupKind() == KindPod {
		if obj.GetDeletionTimestamp() != nil {
			return BeingDeleted
		}
		return runsOther(kube.As[corev1.Pod](obj), container, image)
	}
	if saw := otherInTemplate(obj, container, image); saw != "" {
		return saw
	}
	pods, saw := AllPods(v, ref)
	if saw != "" {
		return saw
	}
	for _, pod := range pods {
		if saw := runsOther(pod, container, image); saw != "" {
			return fmt.Sprintf("pod %q: %s", pod.Name, saw)
		}
	}
	return ""
}

func otherInTemplate(obj *unstructured.Unstructured, container, image string) string {
	template, found, err := unstructured.NestedMap(obj.Object, "spec", "template", "spec")
	if err != nil || !found {
		return "it has no template of pods"
	}
	var names []string
	for _, list := range []string{"initContainers", "containers"} {
		all, _, err := unstructured.NestedSlice(template, list)
		if err != nil {
			return err.Error()
		}
		for _, each := range all {
			c, _ := each.(map[string]any)
			names = append(names, fmt.Sprintf("%q", c["name"]))
			switch {
			case c["name"] != container:
			case c["image"] == image:
				return ""
			default:
				return fmt.Sprintf("its template has the image %q", c["image"])
			}
		}
	}
	return fmt.Sprintf("its template has no container %q; it has %s", container, strings.Join(names, ", "))
}

func runsOther(pod *corev1.Pod, container, image string) string {
	status, saw := Container(pod, container)
	if status == nil {
		return saw
	}
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if c.Name == container && c.Image != image {
			return fmt.Sprintf("it has the image %q", c.Image)
		}
	}
	if status.State.Running == nil {
		return SawContainer(status)
	}
	return ""
}
