package report_test

import (
	"slices"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestOutcomesHaveALook: each outcome has its words and signs, and no two have the same word.
func TestOutcomesHaveALook(t *testing.T) {
	var words []string
	for _, o := range report.Outcomes() {
		look := o.Look()
		if look.Word == "" || look.Heading == "" || look.Sign == "" || look.Letters == "" || look.Emoji == "" || slices.Contains(words, look.Word) {
			t.Errorf("%s looks like %+v, beside %q", o, look, words)
		}
		words = append(words, look.Word)
	}
}

// TestFlakyIsAnOutcome: a scenario is flaky as the result of all its attempts, not of a single one.
func TestFlakyIsAnOutcome(t *testing.T) {
	s := &report.Scenario{Status: report.Failed}
	first := s.TryAgain()
	if s.Status = report.Passed; s.Outcome() != report.OutcomeFlaky || first.Outcome() != report.OutcomeFailed {
		t.Errorf("%s after %s", s.Outcome(), first.Outcome())
	}
	first.Err = "the host failed"
	if s.Outcome() != report.OutcomePassed || first.Outcome() != report.OutcomeInfrastructure {
		t.Errorf("%s after %s", s.Outcome(), first.Outcome())
	}
}
