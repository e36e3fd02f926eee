package mutate_test

import (
	"context"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/schedule"
)

// TestAnInterruptIsNoFaultOfTheCluster: an interrupted trial is not an infrastructure failure, although it looks like one.
func TestAnInterruptIsNoFaultOfTheCluster(t *testing.T) {
	for _, at := range []string{"b", "a x"} {
		s := suite(t)
		ctx, stop := context.WithCancel(t.Context())
		f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
			if what == at {
				stop()
				return mutate.Outcome{Ending: mutate.Infrastructure, Why: "context canceled"}
			}
			return passed
		}}
		m := mutate.Begin(s, mutants(s, "x", "y"), mutate.Options{Limits: schedule.Limits{Most: 1}})
		if err := m.On(ctx, f, s.Cases); err == nil {
			t.Error("no error")
		}
		if r := m.Report(); r.Score != (mutate.Score{Untried: 2}) || len(r.LeftOut) > 0 {
			t.Errorf("interrupted at %q: %v, left out: %+v", at, r.Score, r.LeftOut)
		}
	}
}

func TestAnInterruptLeavesMutantsUntried(t *testing.T) {
	s := suite(t)
	ctx, stop := context.WithCancel(t.Context())
	f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
		if what == "a x" {
			stop()
			return mutate.Outcome{Ending: mutate.NotRun}
		}
		return passed
	}}
	m := mutate.Begin(s, mutants(s, "x", "y"), mutate.Options{Limits: schedule.Limits{Most: 1}})
	if err := m.On(ctx, f, s.Cases); err == nil {
		t.Error("no error")
	}
	if r := m.Report(); r.Score.Untried != 2 {
		t.Errorf("%v", r.Score)
	}
}
