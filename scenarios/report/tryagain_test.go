package report_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestTryAgainResets: the next attempt shows nothing of the previous one, and taking it back restores that.
func TestTryAgainResets(t *testing.T) {
	s := reporttest.OOMKilled()
	before := *s
	failed := s.TryAgain()
	if failed.Failure == nil || failed.Bundle != before.Bundle || len(s.Earlier) != 1 || s.Earlier[0] != failed {
		t.Fatalf("the attempt is not kept: %+v", failed)
	}
	if s.Status != "" || !s.Started.IsZero() || s.Failure != nil || s.Kept || s.Name != before.Name || len(s.Steps) != len(before.Steps) {
		t.Errorf("not reset: %+v", s)
	}
	for i, step := range s.Steps {
		if step == before.Steps[i] || step.Status != "" || step.Failure != nil || step.Text != before.Steps[i].Text {
			t.Errorf("step %d is not reset: %+v", i, step)
		}
	}
	s.Cleanup = []string{"left"}
	s.TakeBack()
	if len(s.Earlier) != 0 || s.Failure != before.Failure || s.Outcome() != report.OutcomeFailed || len(s.Cleanup) != 1 {
		t.Errorf("not taken back: %+v", s)
	}
	if s.TakeBack(); s.Failure != before.Failure {
		t.Error("a scenario of one attempt lost it")
	}
}
