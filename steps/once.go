package steps

import (
	"maps"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/observe"
)

// once judges an object by its present spec until that was good once. While it must then stay so, others may change the
// spec, as an autoscaler does: a status that nobody has written anew still holds.
func once(judge func(observe.View, *unstructured.Unstructured) observe.Verdict) func(observe.View, *unstructured.Unstructured) observe.Verdict {
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
