// Package manifesttest reads the manifests of add-ons in their tests.
package manifesttest

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// Part is a target of Parse that has only some of the fields.
type Part struct{ Of any }

// Parse reads the documents of a manifest into the targets, by their kinds, and returns all kinds in order. A field that the type of
// a target does not have is an error, unless the target is a Part.
func Parse(t *testing.T, manifest string, into map[string]any) (kinds []string) {
	t.Helper()
	for doc := range strings.SplitSeq(manifest, "\n---\n") {
		var kind metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(doc), &kind); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, kind.Kind)
		var err error
		switch target := into[kind.Kind].(type) {
		case nil:
		case Part:
			err = yaml.Unmarshal([]byte(doc), target.Of)
		default:
			err = yaml.UnmarshalStrict([]byte(doc), target)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return kinds
}
