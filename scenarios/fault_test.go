package scenarios

import (
	"errors"
	"testing"

	"github.com/gherkind/gherkind/scenarios/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestOnlyTheCleanUpFailed: a scenario whose steps all passed has proven what it says; what could not be put back is the
// cluster's fault.
func TestOnlyTheCleanUpFailed(t *testing.T) {
	hub := observe.NewHub(t.Context(), nil, observe.Options{})
	defer hub.Stop()
	outage := errors.New("uncordon node: connection refused")
	for _, c := range []struct {
		name   string
		result gherkin.Result
		want   report.Verdict
	}{
		{"only the clean-up", gherkin.Result{Status: gherkin.Failed, Cleanup: outage}, report.Broken},
		{"a step too", gherkin.Result{Status: gherkin.Failed, Cleanup: outage, Err: errors.New("is Pending")}, report.Bad},
		{"nothing", gherkin.Result{Status: gherkin.Passed}, report.Good},
	} {
		s := &report.Scenario{Steps: []*report.Step{{}}}
		fill(s.Steps[0], gherkin.StepResult{Status: gherkin.Passed})
		if c.result.Err != nil {
			fill(s.Steps[0], gherkin.StepResult{Status: gherkin.Failed, Err: c.result.Err})
		}
		run := &world.Run{Hub: hub}
		(&runner{}).conclude(false, s, run.Open(world.Scenario{}), c.result)
		if got := s.Verdict(); got != c.want {
			t.Errorf("%s: verdict %v (%s), want %v", c.name, got, s.Err, c.want)
		}
	}
}
