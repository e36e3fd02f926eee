package report

import "testing"

// TestSpoilt: a run whose every trouble was the host's or the cluster's is told apart from one in which a behaviour failed.
func TestSpoilt(t *testing.T) {
	good, bad := &Scenario{Status: Passed}, &Scenario{Status: Failed}
	broken := &Scenario{Status: Failed, Err: "the API server cannot be reached"}
	leftOut := &Scenario{Status: Skipped, Err: "needs another cluster"}
	flaky := &Scenario{Status: Passed, Earlier: []*Scenario{{Status: Failed}}}
	for name, c := range map[string]struct {
		run  Run
		want bool
	}{
		"all passed":                {Run{Scenarios: []*Scenario{good, leftOut}}, false},
		"broken":                    {Run{Scenarios: []*Scenario{good, broken}}, true},
		"broken, and one failed":    {Run{Scenarios: []*Scenario{broken, bad}}, false},
		"cleaning up at the end":    {Run{Scenarios: []*Scenario{good}, Err: "namespace x is still there"}, true},
		"failed, and cleaning up":   {Run{Scenarios: []*Scenario{bad}, Err: "namespace x is still there"}, false},
		"broken, and flaky is fine": {Run{Scenarios: []*Scenario{broken, flaky}}, true},
		"broken, and flaky fails":   {Run{Scenarios: []*Scenario{broken, flaky}, FlakyFails: true}, false},
		"never begun":               {Run{Scenarios: []*Scenario{{}}}, false},
	} {
		if got := c.run.Spoilt(); got != c.want {
			t.Errorf("%s: Spoilt() = %v", name, got)
		}
	}
}
