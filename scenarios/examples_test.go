package scenarios_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
)

// TestExamples: lint finds nothing in the projects of examples/, and all of their scenarios are found.
func TestExamples(t *testing.T) {
	for name, has := range map[string]int{"argo-rollouts": 23, "shop": 5} {
		root, names, err := tree.Rooted("../examples/"+name, []string{"features"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := lint.Run(lint.Options{FS: root, Paths: names, Manifests: []string{"."}, Limit: scenarios.DefaultScenarioTimeout})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			t.Errorf("%s:%d: %s (%s)", f.File, f.Line, f.Message, f.Rule)
		}
		if r.Scenarios != has {
			t.Errorf("%s has %d scenarios", name, r.Scenarios)
		}
	}
}
