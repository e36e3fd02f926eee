package plan

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/mask"
)

// MaskOf hides the values of the Secrets in a scenario's manifests.
func (p *Plan) MaskOf(pickle *gherkin.Pickle) *mask.Mask {
	var objects []*unstructured.Unstructured
	for _, use := range ManifestsOf(pickle) {
		for _, doc := range use.Manifest.Docs {
			objects = append(objects, doc.Object)
		}
	}
	return (*mask.Mask)(nil).With(objects...)
}
