package steps

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// lagging says that a status is of a spec before the present one; "" when it is not, or when nothing tells. The first of
// the parts that says which generation it is of decides, so that a condition goes before the status that it is in.
func lagging(obj *unstructured.Unstructured, parts ...map[string]any) string {
	for _, part := range parts {
		seen, known, err := unstructured.NestedInt64(part, "observedGeneration")
		if err != nil || !known {
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

// statusLags is lagging for the status as a whole. Kinds without status.observedGeneration, such as Job and many custom
// resources, do not say what their status is of: it counts as it is.
func statusLags(obj *unstructured.Unstructured) string { return lagging(obj, statusIn(obj)) }

func statusIn(obj *unstructured.Unstructured) map[string]any {
	status, _ := obj.Object["status"].(map[string]any)
	return status
}

// alwaysObserves tells of the kinds whose controllers write status.observedGeneration with the first status: where it
// is missing, the controller has not seen the object.
func alwaysObserves(obj *unstructured.Unstructured) bool {
	switch obj.GroupVersionKind().GroupKind() {
	case kindDeployment, kindReplicaSet, kindStatefulSet, kindDaemonSet, kindReplicationController:
		return true
	}
	return false
}

// The kinds that keep a number of pods.
var (
	kindDeployment            = schema.GroupKind{Group: "apps", Kind: "Deployment"}
	kindReplicaSet            = schema.GroupKind{Group: "apps", Kind: "ReplicaSet"}
	kindStatefulSet           = schema.GroupKind{Group: "apps", Kind: "StatefulSet"}
	kindDaemonSet             = schema.GroupKind{Group: "apps", Kind: "DaemonSet"}
	kindReplicationController = schema.GroupKind{Kind: "ReplicationController"}
	kindJob                   = schema.GroupKind{Group: "batch", Kind: "Job"}
)
