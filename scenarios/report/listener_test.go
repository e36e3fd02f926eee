package report_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

// recorder is a Listener and Watcher that records the calls.
type recorder struct {
	calls []string
	err   error
}

func (r *recorder) add(format string, args ...any) {
	r.calls = append(r.calls, fmt.Sprintf(format, args...))
}
func (r *recorder) RunStarted(*report.Run)                                  { r.add("run started") }
func (r *recorder) ScenarioStarted(s *report.Scenario)                      { r.add("%s started", s.Name) }
func (r *recorder) StepStarted(_ *report.Scenario, st *report.Step)         { r.add("%s started", st.Text) }
func (r *recorder) StepSees(_ *report.Scenario, _ *report.Step, saw string) { r.add("sees %s", saw) }
func (r *recorder) StepFinished(_ *report.Scenario, st *report.Step)        { r.add("%s finished", st.Text) }
func (r *recorder) ScenarioFinished(s *report.Scenario)                     { r.add("%s finished", s.Name) }
func (r *recorder) Note(text string)                                        { r.add("note %s", text) }
func (r *recorder) RunFinished(*report.Run) error                           { r.add("run finished"); return r.err }

// deaf is a Listener but not a Watcher.
type deaf struct{ report.Listener }

func TestMultiTellsAllAndJoinsErrors(t *testing.T) {
	one, two := &recorder{err: errors.New("disk full")}, &recorder{err: errors.New("no such folder")}
	m := reporttest.Multi(one, deaf{&recorder{}}, two)
	s := &report.Scenario{Name: "s"}
	step := &report.Step{Text: "t"}
	m.RunStarted(&report.Run{})
	m.ScenarioStarted(s)
	m.StepStarted(s, step)
	m.(report.Watcher).StepSees(s, step, "Pending")
	m.StepFinished(s, step)
	m.ScenarioFinished(s)
	m.Note("n")
	err := m.RunFinished(&report.Run{})
	want := []string{"run started", "s started", "t started", "sees Pending", "t finished", "s finished", "note n", "run finished"}
	for _, r := range []*recorder{one, two} {
		if !slices.Equal(r.calls, want) {
			t.Errorf("calls = %q, want %q", r.calls, want)
		}
	}
	if !errors.Is(err, one.err) || !errors.Is(err, two.err) {
		t.Errorf("RunFinished = %v, want both errors", err)
	}
}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		s    report.Scenario
		want report.Outcome
	}{
		{report.Scenario{}, report.OutcomeNotRun}, {report.Scenario{Status: report.Skipped}, report.OutcomeNotRun}, {report.Scenario{Status: report.Passed}, report.OutcomePassed},
		{report.Scenario{Status: report.Failed}, report.OutcomeFailed}, {report.Scenario{Status: report.Undefined}, report.OutcomeFailed}, {report.Scenario{Status: report.Pending}, report.OutcomeFailed},
		{report.Scenario{Status: report.Ambiguous}, report.OutcomeFailed}, {report.Scenario{Status: report.Passed, Err: "x"}, report.OutcomeInfrastructure}, {report.Scenario{Err: "x"}, report.OutcomeInfrastructure},
	} {
		if got := c.s.Outcome(); got != c.want {
			t.Errorf("outcome of status %q, error %q = %v, want %v", c.s.Status, c.s.Err, got, c.want)
		}
	}
	run := reporttest.FakeRun()
	if got, want := run.Counts(), (report.Counts{report.OutcomePassed: 2, report.OutcomeFailed: 2, report.OutcomeInfrastructure: 1, report.OutcomeNotRun: 1}); !maps.Equal(got, want) || got.Total() != 6 {
		t.Errorf("Counts = %+v, want %+v", got, want)
	}
	if run.Passed() || !(&report.Run{Scenarios: []*report.Scenario{reporttest.Passed()}}).Passed() || (&report.Run{Err: "x"}).Passed() {
		t.Error("Passed is wrong")
	}
	if got := run.Longest(); got.Name != "A container above its limit is killed" {
		t.Errorf("Longest = %s", got.Name)
	}
}
