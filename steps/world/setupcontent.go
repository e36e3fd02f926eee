package world

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
)

// SetUpContent stands for all that a set-up applies, with the images that this cluster has for the names in it.
func (r *Run) SetUpContent(s Scenario) (string, error) {
	sum := sha256.New()
	out := json.NewEncoder(sum)
	for _, obj := range s.Objects {
		doc, err := kube.Document{Object: obj}.Render(kube.Rewriter{Image: r.Image})
		if err == nil {
			err = out.Encode(doc.Object)
		}
		if err != nil {
			return "", fmt.Errorf("write an object of the set-up: %w", err)
		}
	}
	if s.SetUp != nil {
		fmt.Fprintf(sum, "%q", s.SetUp.Namespaces)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:12]), nil
}
