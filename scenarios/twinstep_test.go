package scenarios_test

import (
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestAtWhichStepATwinMayFail: a broken promise may be noticed from the step on that breaks it; any other failure has one step.
func TestAtWhichStepATwinMayFail(t *testing.T) {
	texts := []string{"it has changed", "it is applied", "throughout, it stays", "it changes", "it has changed", "it is done"}
	for name, c := range map[string]struct {
		breaks, fails string
		want          bool
	}{
		"the step":                     {"", "it has changed", true},
		"an earlier one":               {"", "it changes", false},
		"a promise, in the action":     {"throughout, it stays", "it changes", true},
		"a promise, at the latest":     {"throughout, it stays", "it has changed", true},
		"a promise, too late":          {"throughout, it stays", "it is done", false},
		"a promise, before it is made": {"throughout, it stays", "it is applied", false},
		"a promise that nobody made":   {"throughout, it goes", "it has changed", false},
	} {
		s := &report.Scenario{Failure: &explain.Failure{Step: c.fails}}
		for _, text := range texts {
			s.Steps = append(s.Steps, &report.Step{Text: text})
		}
		for _, step := range slices.Backward(s.Steps) {
			if step.Text == c.fails {
				step.Status = report.Failed
				break
			}
		}
		if got := failsInTime(twin{FailsAt: "it has changed", Breaks: c.breaks}, s); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
