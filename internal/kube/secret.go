package kube

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// HiddenValue replaces each value of a Secret in what gherkind prints.
const HiddenValue = "(not shown: a value of a Secret)"

// IsSecret reports whether an object is a Secret of the core API.
func IsSecret(obj *unstructured.Unstructured) bool {
	return obj != nil && obj.GetKind() == "Secret" && obj.GetAPIVersion() == "v1"
}

// WithoutValues returns the object with the given texts instead of the values in a Secret's data and stringData, and without
// the annotation in which kubectl keeps the whole object. Other objects are returned as they are.
func WithoutValues(obj *unstructured.Unstructured, data, stringData string) *unstructured.Unstructured {
	if !IsSecret(obj) {
		return obj
	}
	obj = obj.DeepCopy()
	for field, text := range map[string]string{"data": data, "stringData": stringData} {
		values, ok := obj.Object[field].(map[string]any)
		if !ok {
			delete(obj.Object, field)
			continue
		}
		for key := range values {
			values[key] = text
		}
	}
	unstructured.RemoveNestedField(obj.Object, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
	return obj
}
