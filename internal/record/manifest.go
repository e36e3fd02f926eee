package record

import (
	"bytes"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// hidden replaces the values of Secrets.
const hidden = "recorded-without-its-value"

// manifest returns a manifest of objects in the recorded namespace as the user would have written it: the YAML that they
// applied if kubectl has recorded it, otherwise the server's object without the server's fields. Secrets get a comment.
func manifest(objects []*unstructured.Unstructured, namespace, aboutSecrets string) (_ []byte, secrets bool, err error) {
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
			all.WriteString("# " + aboutSecrets + "\n")
		}
		all.Write(text)
	}
	return all.Bytes(), secrets, nil
}

// applied returns the object as it was passed to kubectl apply, if it was.
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

// withoutNamespace removes fields called namespace that contain the recorded namespace: a scenario has its own.
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

// hideChanges removes the values from two versions of a Secret, so that the patch from one to the other contains none: for a
// new or changed value it only says that it changed, and for a removed one that it is removed.
func hideChanges(before, after map[string]any) {
	was, _, err := unstructured.NestedMap(before, "data")
	is, _, wrong := unstructured.NestedMap(after, "data")
	if err != nil || wrong != nil {
		was, is = nil, nil // the API server only uses data
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
