package cli

import (
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestExitCodesOfRuns: exit code 3 means that there is nothing to fix in the software under test.
func TestExitCodesOfRuns(t *testing.T) {
	good, bad := &report.Scenario{Status: report.Passed}, &report.Scenario{Status: report.Failed}
	broken := &report.Scenario{Status: report.Failed, Err: "the API server cannot be reached"}
	for _, c := range []struct {
		name string
		run  report.Run
		want int
	}{
		{"passed", report.Run{Scenarios: []*report.Scenario{good}}, exitPassed},
		{"failed", report.Run{Scenarios: []*report.Scenario{good, bad}}, exitFailed},
		{"infrastructure only", report.Run{Scenarios: []*report.Scenario{good, broken}}, exitEnvironment},
		{"infrastructure, and one failed", report.Run{Scenarios: []*report.Scenario{broken, bad}}, exitFailed},
		{"cleaning up at the end", report.Run{Scenarios: []*report.Scenario{good}, Err: "namespace x is still there"}, exitEnvironment},
	} {
		if got := exitCode(outcome(&c.run)); got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.name, got, c.want)
		}
	}
}
