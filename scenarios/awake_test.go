package scenarios

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// A step that failed while its process was stopped says nothing; one that failed before or after does.
func TestAPauseIsTheMachinesFault(t *testing.T) {
	began := time.Now().Add(-time.Hour)
	a := &awake{last: began}
	a.note(began.Add(beat))
	a.note(began.Add(beat + 17*time.Second)) // stopped in between
	a.note(began.Add(2*beat + 17*time.Second))
	a.last = time.Now()
	for name, c := range map[string]struct {
		from, took time.Duration
		want       bool
	}{
		"before":    {0, beat / 2, false},
		"it began":  {0, 10 * time.Second, true},
		"meanwhile": {0, 30 * time.Second, true},
		"it ended":  {10 * time.Second, 30 * time.Second, true},
		"after":     {20 * time.Second, time.Second, false},
	} {
		err := a.during(&report.Step{Started: began.Add(c.from), Duration: c.took})
		if (err != nil) != c.want || c.want && !strings.Contains(err.Error(), "did not run for 17s") {
			t.Errorf("%s: %v", name, err)
		}
	}
	step := &report.Step{Started: time.Now().Add(-17 * time.Second), Duration: 16 * time.Second, Status: report.Failed}
	late := &runner{session: &session{awake: &awake{last: time.Now().Add(-16 * time.Second)}}}
	s := &report.Scenario{Steps: []*report.Step{step}, Tags: []string{TagExclusive}}
	if err := late.atFault(t.Context(), &world.World{}, s, errors.New("is Pending")); err == nil || !strings.Contains(err.Error(), "did not run for 16s") {
		t.Errorf("noted by the step that woke up first: %v", err)
	}
}

// While a run goes on, it notes that.
func TestAwake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := wake(t.Context())
		defer a.stop()
		began := time.Now()
		<-time.After(time.Minute)
		if err := a.during(&report.Step{Started: began, Duration: time.Minute}); err != nil {
			t.Error(err)
		}
	})
}

// A scenario of a run that was taken for dead is no verdict on the behaviour.
func TestTakenForDeadIsTheClustersFault(t *testing.T) {
	r := &runner{session: &session{}}
	lost := &runlock.Lost{Silent: 20 * time.Second, Err: errors.New("namespace x has been removed")}
	s := &report.Scenario{Tags: []string{TagExclusive}}
	fault := r.atFault(t.Context(), &world.World{}, s, errors.Join(errors.New("is Pending"), lost))
	if !errors.Is(fault, lost) || !strings.Contains(fault.Error(), "no sign of life for 20s") {
		t.Errorf("got %v", fault)
	}
}
