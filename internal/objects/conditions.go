package objects

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// HasCondition is met by an object with the condition, of its present spec, and not by one that is well but terminating.
func HasCondition(ref kube.Ref, obj *unstructured.Unstructured, condition string) observe.Verdict {
	c := kube.Condition(obj, condition)
	if c == nil {
		return observe.Verdict{Saw: fmt.Sprintf("%s reports no condition %s", ref, condition)}
	}
	saw := fmt.Sprintf("%s is %v: %v", condition, c["status"], c["message"])
	stale := outdated(obj, c)
	if stale != "" {
		saw = fmt.Sprintf("%s; %s", saw, stale)
	}
	return observe.Verdict{Met: c["status"] == "True" && stale == "", Saw: saw}
}

// outdated says why a condition does not count: it is of the spec before, or says that an object is well that is being
// deleted. Of any other condition of an object that is being deleted the generation says nothing: the deletion itself
// makes a new one, and DisruptionTarget of an evicted pod stays as it was.
func outdated(obj *unstructured.Unstructured, condition map[string]any) string {
	if obj.GetDeletionTimestamp() == nil {
		return lagging(obj, condition, statusIn(obj))
	}
	switch condition["type"] {
	case "Ready", "ContainersReady", "Available", "Healthy", "Established":
		return BeingDeleted
	}
	return ""
}

// BeingDeleted is what is said of an object with a deletionTimestamp.
const BeingDeleted = "it is being deleted"

// PodIsReady reports whether the Ready condition of a pod is true.
func PodIsReady(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}
