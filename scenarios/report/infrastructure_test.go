package report_test

import (
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestInfrastructure: a run in which only the host or the cluster was at fault differs from one in which a behaviour failed.
func TestInfrastructure(t *testing.T) {
	good, bad := &report.Scenario{Status: report.Passed}, &report.Scenario{Status: report.Failed}
	broken := &report.Scenario{Status: report.Failed, Err: "the API server cannot be reached"}
	leftOut := &report.Scenario{Status: report.Skipped, Err: "needs another cluster"}
	flaky := &report.Scenario{Status: report.Passed, Earlier: []*report.Scenario{{Status: report.Failed}}}
	for name, c := range map[string]struct {
		run  report.Run
		want bool
	}{
		"all passed":                {report.Run{Scenarios: []*report.Scenario{good, leftOut}}, false},
		"broken":                    {report.Run{Scenarios: []*report.Scenario{good, broken}}, true},
		"broken, and one failed":    {report.Run{Scenarios: []*report.Scenario{broken, bad}}, false},
		"cleaning up at the end":    {report.Run{Scenarios: []*report.Scenario{good}, Err: "namespace x is still there"}, true},
		"failed, and cleaning up":   {report.Run{Scenarios: []*report.Scenario{bad}, Err: "namespace x is still there"}, false},
		"broken, and flaky is fine": {report.Run{Scenarios: []*report.Scenario{broken, flaky}}, true},
		"broken, and flaky fails":   {report.Run{Scenarios: []*report.Scenario{broken, flaky}, FlakyFails: true}, false},
		"never begun":               {report.Run{Scenarios: []*report.Scenario{{}}}, false},
	} {
		if got := c.run.Infrastructure(); got != c.want {
			t.Errorf("%s: Infrastructure() = %v", name, got)
		}
	}
}
