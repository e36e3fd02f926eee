package plan

import (
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
)

// TestLastAsk: LastAsk is the last step that sends traffic, because an unenforced NetworkPolicy only matters to such steps.
func TestLastAsk(t *testing.T) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		steps string
		want  int
	}{
		"no traffic":    {"Given pod \"a\" is ready\n    Then networkpolicy \"shut\" exists\n", -1},
		"from pod":      {"Given pod \"a\" is ready\n    Then pod \"b\" refuses TCP connections on port 80 from pod \"a\"\n    And pod \"a\" is ready\n", 1},
		"from node":     {"Then pod \"b\" accepts TCP connections on port 80 from node \"worker\"\n", 0},
		"by a command":  {"Then running \"timeout 3 wget -qO- http://b/\" in pod \"a\" exits with 0\n", 0},
		"other command": {"Then running \"ls /data\" in pod \"a\" exits with 0\n", -1},
		"from outside":  {"Then service \"b\" answers HTTP 200 with \"x\" on its external address\n", 0},
	} {
		text := "Feature: x\n  Scenario: x\n    " + c.steps
		features, err := gherkin.Load(fstest.MapFS{"x.feature": {Data: []byte(text)}}, []string{"x.feature"})
		if err != nil {
			t.Fatal(err)
		}
		gherkin.Bind(features, catalogue, fstest.MapFS{})
		if got := scenarioOf(features[0].Pickles[0]).LastAsk; got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
