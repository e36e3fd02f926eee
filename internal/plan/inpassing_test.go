package plan

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
)

// TestInPassing: only checks directly after an action may be met temporarily, on the way to another state.
func TestInPassing(t *testing.T) {
	const text = `Feature: x
  Scenario: x
    Given there is 1 pod labelled "app=before"
    When deployment "web" is scaled to 3 replicas
    And throughout, no pod restarts
    Then there are 2 pods labelled "app=after"
    And there are 2 pods labelled "app=later"
    And there are 2 pods labelled "app=after"
`
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(fstest.MapFS{"x.feature": {Data: []byte(text)}}, []string{"x.feature"})
	if err != nil {
		t.Fatal(err)
	}
	gherkin.Bind(features, catalogue, fstest.MapFS{})
	s := scenarioOf(features[0].Pickles[0])
	var got []bool
	for i, passing := range s.Passing {
		got = append(got, passing[features[0].Pickles[0].Steps[i].Text])
	}
	if want := []bool{false, false, true, true, false, false}; !slices.Equal(got, want) { // of two steps with the same text, only one
		t.Errorf("got %v, want %v", got, want)
	}
}
