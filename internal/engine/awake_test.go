package engine

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// TestAPauseIsTheMachinesFault: a scenario that failed says nothing if its process was suspended for long while it ran, even
// before the failed step, or for a shorter time that was a large part of that step.
func TestAPauseIsTheMachinesFault(t *testing.T) {
	began := time.Now().Add(-time.Hour)
	at := func(seconds float64) time.Time { return began.Add(time.Duration(seconds * float64(time.Second))) }
	for name, c := range map[string]struct {
		from, to    float64 // of the pause
		step, ended float64 // of the failed step; 0 if none failed
		want        bool
	}{
		"before the scenario":           {-20, -3, 5, 10, false},
		"as it began":                   {-10, 7, 5, 10, true},
		"before the step that failed":   {1, 4, 5, 10, true},
		"in it":                         {6, 9, 5, 10, true},
		"past its end":                  {9, 26, 5, 10, true},
		"in none":                       {9, 26, 0, 0, true},
		"short, and most of the step":   {6, 7.5, 5, 8, true},
		"short, and a part of the step": {6, 7.5, 5, 65, false},
		"short, and before the step":    {1, 2.5, 5, 10, false},
		"shorter":                       {6, 6.6, 5, 8, false},
		"after the scenario":            {121, 130, 5, 10, false},
	} {
		sense := &awake.Sense{}
		sense.Note(at(c.from))
		for ran := c.to; ran < 140; ran += 0.1 {
			sense.Note(at(ran))
		}
		s := &report.Scenario{Started: began}
		if c.step > 0 {
			s.Steps = []*report.Step{{Started: at(c.step), Duration: at(c.ended).Sub(at(c.step)), Status: report.Failed}}
		}
		r := &runner{session: &session{run: &world.Run{Awake: sense}}}
		err := r.paused(s, at(120))
		if (err != nil) != c.want || c.want && !strings.Contains(err.Error(), "this process did not run for") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAPauseComesFirst: a failure during a suspension is the machine's fault, whatever else could be said about it.
func TestAPauseComesFirst(t *testing.T) {
	sense := &awake.Sense{}
	sense.Note(time.Now().Add(-16 * time.Second))
	step := &report.Step{Started: time.Now().Add(-17 * time.Second), Duration: 16 * time.Second, Status: report.Failed}
	r := &runner{session: &session{run: &world.Run{Awake: sense}}}
	s := &report.Scenario{Started: step.Started, Steps: []*report.Step{step}, Tags: []string{tags.Exclusive}}
	if err := r.atFault(t.Context(), &world.World{}, s, errors.New("is Pending")); err == nil || !strings.Contains(err.Error(), "did not run for 16s") {
		t.Errorf("recorded by the scenario that woke up first: %v", err)
	}
}

// A scenario of a run that was considered dead is not a verdict on the behaviour.
func TestTakenForDeadIsTheClustersFault(t *testing.T) {
	r := &runner{session: &session{run: &world.Run{}}}
	lost := &runlock.Lost{Silent: 20 * time.Second, Err: errors.New("namespace x has been removed")}
	s := &report.Scenario{Tags: []string{tags.Exclusive}}
	fault := r.atFault(t.Context(), &world.World{}, s, errors.Join(errors.New("is Pending"), lost))
	if !errors.Is(fault, lost) || !strings.Contains(fault.Error(), "did not renew its Lease for 20s") {
		t.Errorf("got %v", fault)
	}
}
