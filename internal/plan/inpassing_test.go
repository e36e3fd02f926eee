package plan

import (
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
)

// TestInPassing: only what stands right after an action may be met on the way to something else.
func TestInPassing(t *testing.T) {
	const text = `Feature: x
  Scenario: x
    Given there is 1 pod labelled "app=before"
    When deployment "web" is scaled to 3 replicas
    And throughout, no pod restarts
    Then there are 2 pods labelled "app=after"
    And there are 2 pods labelled "app=later"
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
	for text, want := range map[string]bool{
		`there is 1 pod labelled "app=before"`: false, `there are 2 pods labelled "app=after"`: true, `there are 2 pods labelled "app=later"`: false,
	} {
		if s.InPassing[text] != want {
			t.Errorf("%s: %v", text, s.InPassing[text])
		}
	}
}
