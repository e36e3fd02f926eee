package kube

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// As converts an object to its Go type. It returns nil for nil, and for an object that does not match the type.
func As[T any](obj *unstructured.Unstructured) *T {
	typed, err := Read[T](obj)
	if err != nil {
		return nil
	}
	return typed
}

// Read converts an object to its Go type. The result is nil for nil.
func Read[T any](obj *unstructured.Unstructured) (*T, error) {
	if obj == nil {
		return nil, nil
	}
	typed := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, typed); err != nil {
		return nil, fmt.Errorf("read %s %q: %w", strings.ToLower(obj.GetKind()), obj.GetName(), err)
	}
	return typed, nil
}

// Conditions returns the status conditions of an object. All kinds with conditions have the same form.
func Conditions(obj *unstructured.Unstructured) []map[string]any {
	if obj == nil {
		return nil
	}
	list, _, err := unstructured.NestedSlice(obj.Object, "status", "conditions")
	if err != nil {
		return nil
	}
	var conditions []map[string]any
	for _, item := range list {
		if condition, ok := item.(map[string]any); ok {
			conditions = append(conditions, condition)
		}
	}
	return conditions
}

// Condition returns the condition of a type, or nil if the object does not report one.
func Condition(obj *unstructured.Unstructured, conditionType string) map[string]any {
	for _, condition := range Conditions(obj) {
		if condition["type"] == conditionType {
			return condition
		}
	}
	return nil
}
