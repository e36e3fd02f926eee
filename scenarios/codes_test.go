package scenarios_test

import (
	"regexp"
	"testing"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios"
)

// unprovoked are the codes that cannot be provoked on a real cluster, and why.
var unprovoked = map[string]string{
	explain.ObjectUnreadable: "the API server refuses objects that do not fit their kind; only a damaged recording has one",
	explain.PodSandboxFailed: "a node whose container runtime or network does not work",
}

// TestEveryCodeHasAScenario: each code is provoked by a scenario that is run: one of a feature, which asserts it, or one of a
// case in testdata/cases, which must fail with exactly this code.
func TestEveryCodeHasAScenario(t *testing.T) {
	asserted := assertedCodes(t)
	for _, c := range explain.Codes() {
		why, excused := unprovoked[c.Code]
		switch {
		case excused && asserted[c.Code]:
			t.Errorf("%s has a scenario now; no need to excuse it (%s)", c.Code, why)
		case !excused && !asserted[c.Code]:
			t.Errorf("no scenario asserts `the reason is %s`, and no case has the code", c.Code)
		}
	}
}

var reasonStep = regexp.MustCompile(`^the reason .*?is ([A-Z_]+)( saying | within | for |$)`)

func assertedCodes(t *testing.T) map[string]bool {
	t.Helper()
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	asserted := map[string]bool{}
	for _, each := range readCases(t) {
		for _, want := range each.Scenarios {
			if want.Verdict == "failed" {
				asserted[want.Code] = true // a pattern for several codes (A|B) counts for none
			}
		}
	}
	for _, f := range features {
		for _, p := range f.Pickles {
			for _, s := range p.Steps {
				if m := reasonStep.FindStringSubmatch(s.Text); m != nil {
					asserted[m[1]] = true
				}
			}
		}
	}
	return asserted
}
