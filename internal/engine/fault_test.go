package engine

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// TestScenarioTimeout: a scenario that was ended by its time limit is not a verdict on the behaviour, and names the step that
// was running.
func TestScenarioTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steps, end := limited(t.Context(), time.Minute)
		defer end()
		step := &report.Step{Keyword: "Then", Text: `pod "web" is ready`, Started: time.Now()}
		if err := overrun(steps, step); err != nil {
			t.Errorf("within the limit: %v", err)
		}
		<-steps.Done()
		fault := (&runner{}).atFault(t.Context(), nil, &report.Scenario{Tags: []string{tags.Exclusive}}, errors.Join(errors.New("is Pending"), overrun(steps, step)))
		for _, want := range []string{"longer than 1m0s", `1m0s after this step began: Then pod "web" is ready`, "--scenario-timeout"} {
			if fault == nil || !strings.Contains(fault.Error(), want) {
				t.Errorf("%v does not say %q", fault, want)
			}
		}
	})
}

// TestOnlyTheCleanUpFailed: a scenario whose steps all passed is not failed by its clean-up, which is infrastructure.
func TestOnlyTheCleanUpFailed(t *testing.T) {
	hub := observe.NewHub(t.Context(), nil, observe.Options{})
	defer hub.Stop()
	outage := errors.New("uncordon node: connection refused")
	for _, c := range []struct {
		name   string
		result gherkin.Result
		want   report.Outcome
	}{
		{"only the clean-up", gherkin.Result{Status: report.Failed, Cleanup: outage}, report.OutcomeInfrastructure},
		{"a step too", gherkin.Result{Status: report.Failed, Cleanup: outage, Err: errors.New("is Pending")}, report.OutcomeFailed},
		{"nothing", gherkin.Result{Status: report.Passed}, report.OutcomePassed},
	} {
		s := &report.Scenario{Steps: []*report.Step{{}}}
		Fill(s.Steps[0], gherkin.StepResult{Status: report.Passed})
		if c.result.Err != nil {
			Fill(s.Steps[0], gherkin.StepResult{Status: report.Failed, Err: c.result.Err})
		}
		run := &world.Run{Hub: hub}
		(&runner{}).conclude(s, run.Open(world.Scenario{}), c.result)
		if got := s.Outcome(); got != c.want {
			t.Errorf("%s: verdict %v (%s), want %v", c.name, got, s.Err, c.want)
		}
	}
}
