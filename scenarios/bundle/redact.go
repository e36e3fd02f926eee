package bundle

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/steps/kube"
)

// redacted stands for each value of a Secret.
const redacted = "(left out by gherkind)"

// Redacted is the object without the values of a Secret; any other object as it
// is.
func Redacted(obj *unstructured.Unstructured) *unstructured.Unstructured {
	if !isSecret(obj) {
		return obj
	}
	obj = obj.DeepCopy()
	for field, value := range map[string]string{"data": base64.StdEncoding.EncodeToString([]byte(redacted)), "stringData": redacted} {
		values, ok := obj.Object[field].(map[string]any)
		if !ok {
			delete(obj.Object, field)
			continue
		}
		for key := range values {
			values[key] = value
		}
	}
	unstructured.RemoveNestedField(obj.Object, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
	return obj
}

func isSecret(obj *unstructured.Unstructured) bool {
	return obj != nil && obj.GetKind() == "Secret" && obj.GetAPIVersion() == "v1"
}

// RedactedManifest is the text of a manifest as it was read or, when it has
// Secrets, written anew without their values.
func RedactedManifest(m *kube.Manifest, text []byte) ([]byte, error) {
	secrets := false
	for _, doc := range m.Docs {
		secrets = secrets || isSecret(doc.Object)
	}
	if !secrets {
		return text, nil
	}
	var out bytes.Buffer
	for _, doc := range m.Docs {
		data, err := yaml.Marshal(Redacted(doc.Object).Object)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", m.At(doc), err)
		}
		fmt.Fprintf(&out, "---\n%s", data)
	}
	return out.Bytes(), nil
}
