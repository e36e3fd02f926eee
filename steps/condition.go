package steps

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// hasCondition is met by an object with the condition, of its present spec, and not by one that is well but on its way out.
func hasCondition(ref kube.Ref, obj *unstructured.Unstructured, condition string) observe.Verdict {
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
		return beingDeleted
	}
	return ""
}

// beingDeleted is what is said of an object with a deletionTimestamp.
const beingDeleted = "it is being deleted"

// heard says back that a node or a pod is ready when the scenario has switched the node off, or frozen it, since that was
// reported. That it is not ready is said by others too.
func heard(w *world.World, obj *unstructured.Unstructured, condition string, verdict observe.Verdict) observe.Verdict {
	if !verdict.Met || condition != "Ready" && condition != "ContainersReady" {
		return verdict
	}
	stale := ""
	switch obj.GroupVersionKind().GroupKind() {
	case schema.GroupKind{Kind: "Node"}:
		stale = w.Unheard(obj)
	case kindPod:
		if pod := kube.As[corev1.Pod](obj); pod != nil {
			stale = w.UnheardPod(pod)
		}
	}
	if stale == "" {
		return verdict
	}
	return observe.Verdict{Saw: verdict.Saw + "; " + stale}
}
