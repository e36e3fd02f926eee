package record

import (
	"bytes"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// hidden stands where a Secret had a value.
const hidden = "recorded-without-its-value"

// manifest is what a person would have written of objects of the recorded namespace: the YAML that they applied, when kubectl has
// noted it, else what the server has without its own fields.
func manifest(objects []*unstructured.Unstructured, namespace string) (_ []byte, secrets bool, err error) {
	var all bytes.Buffer
	for i, obj := range objects {
		own := applied(obj)
		withoutNamespace(own.Object, namespace)
		if own.GetKind() == "Secret" && own.GroupVersionKind().Group == "" {
			secrets = true
			hideValues(own)
		}
		text, err := yaml.Marshal(own.Object)
		if err != nil {
			return nil, false, fmt.Errorf("write %s %s: %w", own.GetKind(), own.GetName(), err)
		}
		if i > 0 {
			all.WriteString("---\n")
		}
		if own.GetKind() == "Secret" {
			all.WriteString("# The values were not recorded: write those that the pods need.\n")
		}
		all.Write(text)
	}
	return all.Bytes(), secrets, nil
}

// applied is the object as it was handed to kubectl apply, if it was.
func applied(obj *unstructured.Unstructured) *unstructured.Unstructured {
	noted := obj.GetAnnotations()[corev1.LastAppliedConfigAnnotation]
	var own unstructured.Unstructured
	if noted == "" || own.UnmarshalJSON([]byte(noted)) != nil {
		return authored(obj)
	}
	if len(own.GetAnnotations()) == 0 {
		unstructured.RemoveNestedField(own.Object, "metadata", "annotations") // kubectl writes an empty one
	}
	return &own
}

// withoutNamespace takes out the name of the recorded namespace wherever a field is called so: a scenario has its own.
func withoutNamespace(value any, namespace string) {
	switch v := value.(type) {
	case map[string]any:
		if v["namespace"] == namespace {
			delete(v, "namespace")
		}
		for _, inner := range v {
			withoutNamespace(inner, namespace)
		}
	case []any:
		for _, inner := range v {
			withoutNamespace(inner, namespace)
		}
	}
}

// hideChanges takes the values out of two versions of a Secret, so that the patch from one to the other has none: of a value that
// is new or another one it says only that, and of one that is gone that it goes.
func hideChanges(before, after map[string]any) {
	was, _, err := unstructured.NestedMap(before, "data")
	is, _, wrong := unstructured.NestedMap(after, "data")
	if err != nil || wrong != nil {
		was, is = nil, nil // the API server has it in no other form
	}
	fresh := map[string]any{}
	for key, value := range is {
		if was[key] != value {
			fresh[key] = hidden
		}
		delete(was, key)
	}
	delete(before, "data")
	delete(after, "data")
	if len(was) > 0 {
		before["data"], after["data"] = was, map[string]any{}
	}
	if len(fresh) > 0 {
		after["stringData"] = fresh
	}
}

// hideValues replaces the values of a Secret.
func hideValues(secret *unstructured.Unstructured) {
	keys := map[string]any{}
	for _, field := range []string{"data", "stringData"} {
		values, _, err := unstructured.NestedMap(secret.Object, field)
		if err != nil {
			continue
		}
		for key := range values {
			keys[key] = hidden
		}
		unstructured.RemoveNestedField(secret.Object, field)
	}
	if len(keys) > 0 {
		secret.Object["stringData"] = keys
	}
}
