package report

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// recorder is a Listener and Watcher that writes down the calls.
type recorder struct {
	calls []string
	err   error
}

func (r *recorder) add(format string, args ...any) {
	r.calls = append(r.calls, fmt.Sprintf(format, args...))
}
func (r *recorder) RunStarted(*Run)                           { r.add("run started") }
func (r *recorder) ScenarioStarted(s *Scenario)               { r.add("%s started", s.Name) }
func (r *recorder) StepStarted(_ *Scenario, st *Step)         { r.add("%s started", st.Text) }
func (r *recorder) StepSees(_ *Scenario, _ *Step, saw string) { r.add("sees %s", saw) }
func (r *recorder) StepFinished(_ *Scenario, st *Step)        { r.add("%s finished", st.Text) }
func (r *recorder) ScenarioFinished(s *Scenario)              { r.add("%s finished", s.Name) }
func (r *recorder) Note(text string)                          { r.add("note %s", text) }
func (r *recorder) RunFinished(*Run) error                    { r.add("run finished"); return r.err }

// deaf is a Listener that is no Watcher.
type deaf struct{ Listener }

func TestMultiTellsAllAndJoinsErrors(t *testing.T) {
	one, two := &recorder{err: errors.New("disk full")}, &recorder{err: errors.New("no such folder")}
	m := Multi(one, deaf{&recorder{}}, two)
	s := &Scenario{Name: "s"}
	step := &Step{Text: "t"}
	m.RunStarted(&Run{})
	m.ScenarioStarted(s)
	m.StepStarted(s, step)
	m.(Watcher).StepSees(s, step, "Pending")
	m.StepFinished(s, step)
	m.ScenarioFinished(s)
	m.Note("n")
	err := m.RunFinished(&Run{})
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

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		s    Scenario
		want Verdict
	}{
		{Scenario{}, NotRun}, {Scenario{Status: Skipped}, NotRun}, {Scenario{Status: Passed}, Good},
		{Scenario{Status: Failed}, Bad}, {Scenario{Status: Undefined}, Bad}, {Scenario{Status: Pending}, Bad},
		{Scenario{Status: Ambiguous}, Bad}, {Scenario{Status: Passed, Err: "x"}, Broken}, {Scenario{Err: "x"}, Broken},
	} {
		if got := c.s.Verdict(); got != c.want {
			t.Errorf("verdict of status %q, error %q = %v, want %v", c.s.Status, c.s.Err, got, c.want)
		}
	}
	run := fakeRun()
	if got, want := run.Counts(), (Counts{Total: 6, Good: 2, Bad: 2, Broken: 1, NotRun: 1}); got != want {
		t.Errorf("Counts = %+v, want %+v", got, want)
	}
	if run.Passed() || !(&Run{Scenarios: []*Scenario{passed()}}).Passed() || (&Run{Err: "x"}).Passed() {
		t.Error("Passed is wrong")
	}
	if got := run.Longest(); got.Name != "A container above its limit is killed" {
		t.Errorf("Longest = %s", got.Name)
	}
}
