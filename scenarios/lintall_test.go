package scenarios_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios"
)

// TestBuiltInFeaturesAreSound: lint finds nothing in features/, and no prose is taken for a step.
func TestBuiltInFeaturesAreSound(t *testing.T) {
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	gherkin.Bind(features, vocabulary(t), tree)
	for _, problem := range gherkin.Lint(features, vocabulary(t)) {
		t.Error(problem)
	}
}
