package objects

import (
	"fmt"
	"maps"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/observe"
)

// lagging says that a status is of a spec before the present one; "" when it is not, or when nothing tells. The first of
// the parts that says which generation it is of decides, so that a condition goes before the status that it is in.
func lagging(obj *unstructured.Unstructured, parts ...map[string]any) string {
	for _, part := range parts {
		seen, known := explain.ObservedIn(part)
		if !known {
			continue
		}
		if seen >= obj.GetGeneration() {
			return ""
		}
		return fmt.Sprintf("its controller has seen generation %d, the spec is at %d", seen, obj.GetGeneration())
	}
	if alwaysObserves(obj) && obj.GetGeneration() > 0 {
		return "its controller has not seen its spec yet"
	}
	return ""
}

// StatusLags is lagging for the status as a whole. Kinds without status.observedGeneration, such as Job and many custom
// resources, do not say what their status is of: it counts as it is.
func StatusLags(obj *unstructured.Unstructured) string { return lagging(obj, statusIn(obj)) }

// OfPresentSpec takes a verdict on what a status says back while that is of another spec. A step that asks for the
// generation itself knows what it does. The deletion of an object makes a new generation, of which many controllers
// never speak.
func OfPresentSpec(obj *unstructured.Unstructured, asksStatus bool, verdict observe.Verdict) observe.Verdict {
	if !asksStatus || obj.GetDeletionTimestamp() != nil {
		return verdict
	}
	if stale := StatusLags(obj); stale != "" {
		return observe.Verdict{Saw: strings.TrimPrefix(verdict.Saw+"; "+stale, "; ")}
	}
	return verdict
}

func statusIn(obj *unstructured.Unstructured) map[string]any {
	status, _ := obj.Object["status"].(map[string]any)
	return status
}

// alwaysObserves tells of the kinds whose controllers write status.observedGeneration with the first status: where it
// is missing, the controller has not seen the object.
func alwaysObserves(obj *unstructured.Unstructured) bool {
	switch obj.GroupVersionKind().GroupKind() {
	case KindDeployment, KindReplicaSet, KindStatefulSet, KindDaemonSet, KindReplicationController:
		return true
	}
	return false
}

// Once judges an object by its present spec until that was good once. While it must then stay so, others may change the
// spec, as an autoscaler does: a status that nobody has rewritten still holds.
func Once(judge func(observe.View, *unstructured.Unstructured) observe.Verdict) func(observe.View, *unstructured.Unstructured) observe.Verdict {
	met := false
	return func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		if met {
			obj = ofAnySpec(obj)
		}
		verdict := judge(v, obj)
		met = met || verdict.Met
		return verdict
	}
}

// ofAnySpec is the object without its generation, which no status is behind.
func ofAnySpec(obj *unstructured.Unstructured) *unstructured.Unstructured {
	metadata, _ := obj.Object["metadata"].(map[string]any)
	metadata = maps.Clone(metadata)
	delete(metadata, "generation")
	whole := maps.Clone(obj.Object)
	whole["metadata"] = metadata
	return &unstructured.Unstructured{Object: whole}
}
