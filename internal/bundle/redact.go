package bundle

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
)

// redacted replaces each value of a Secret.
const redacted = "(left out by gherkind)"

// Redacted returns a Secret without its values, so that it can still be applied; other objects are returned unchanged.
func Redacted(obj *unstructured.Unstructured) *unstructured.Unstructured {
	return kube.WithoutValues(obj, base64.StdEncoding.EncodeToString([]byte(redacted)), redacted)
}

// RedactedManifest returns the text of a manifest. If it contains Secrets, it is rewritten without their values.
func RedactedManifest(m *kube.Manifest) ([]byte, error) {
	secrets := false
	for _, doc := range m.Docs {
		secrets = secrets || kube.IsSecret(doc.Object)
	}
	if !secrets {
		return m.Text, nil
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
