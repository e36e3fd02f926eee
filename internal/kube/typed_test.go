package kube

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func TestAs(t *testing.T) {
	pod := &unstructured.Unstructured{Object: map[string]any{"kind": "Pod", "metadata": map[string]any{"name": "web"}, "spec": map[string]any{"nodeName": "worker"}}}
	if got := As[corev1.Pod](pod); got == nil || got.Spec.NodeName != "worker" {
		t.Errorf("the pod is read as %v", got)
	}
	if got := As[corev1.Pod](nil); got != nil {
		t.Errorf("no pod is read as %v", got)
	}
	broken := &unstructured.Unstructured{Object: map[string]any{"kind": "Pod", "spec": "none"}}
	if got := As[corev1.Pod](broken); got != nil {
		t.Errorf("a broken pod is read as %v", got)
	}
	if _, err := Read[corev1.Pod](broken); err == nil {
		t.Error("a broken pod is read without an error")
	}
}

func TestCondition(t *testing.T) {
	obj := &unstructured.Unstructured{Object: map[string]any{"status": map[string]any{"conditions": []any{
		"no condition", map[string]any{"type": "Ready", "status": "False"}, map[string]any{"type": "Available", "status": "True"},
	}}}}
	if got := Condition(obj, "Available"); got["status"] != "True" {
		t.Errorf("Available is %v", got)
	}
	for name, none := range map[string]*unstructured.Unstructured{"no object": nil, "no status": {Object: map[string]any{}}} {
		if Condition(none, "Ready") != nil || Conditions(none) != nil {
			t.Errorf("%s has conditions", name)
		}
	}
	if len(Conditions(obj)) != 2 || Condition(obj, "Progressing") != nil {
		t.Errorf("the conditions are %v", Conditions(obj))
	}
}
