package engine

import (
	"context"
	"errors"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/scenarios/report"
)

// finish concludes an attempt. If it failed and is to be retried, finish resets the scenario for the next attempt; otherwise
// the scenario has ended.
func (r *runner) finish(ctx context.Context, s *report.Scenario, interrupted bool, conclude func()) {
	var failed *report.Scenario
	r.tell.Change(s, func() {
		conclude()
		switch {
		case ctx.Err() == nil && r.triesAgain(s):
			failed = s.TryAgain()
		case interrupted && !s.Outcome().Passed():
			s.TakeBack() // the result of an interrupted attempt is not a verdict
		}
	}, func(l report.Listener) {
		if failed != nil {
			report.Retried(l, s, failed)
		} else {
			l.ScenarioFinished(s)
		}
	})
	if failed == nil && ctx.Err() == nil {
		r.halt(s)
	}
}

// halt prevents further scenarios from starting if this one, which has ended, is the first that failed.
func (r *runner) halt(s *report.Scenario) {
	if o := s.Outcome(); r.options.FailFast && o.Ran() && !o.Passed() {
		r.halted.CompareAndSwap(nil, s)
	}
}

// errHalted is why a scenario is not run after another one has failed.
var errHalted = errors.New("another scenario has failed")

// triesAgain reports whether an attempt that has ended will be followed by another.
func (r *runner) triesAgain(s *report.Scenario) bool {
	o := s.Outcome()
	return o.Ran() && !o.Passed() && len(s.Earlier) < r.options.Retry
}

// runGroup runs the scenarios of the group, and then retries those that failed: once the others are done, there is less
// interference.
func (r *runner) runGroup(ctx context.Context, s *session, g plan.Group) {
	r.session = s
	g = r.elsewhere(ctx, s, g)
	jobs, limits := r.jobs(g.Pickles), r.limitsOn(s)
	for len(jobs) > 0 {
		schedule.All(ctx, limits, jobs)
		jobs = r.jobs(g.Pickles, triedBefore)
		if len(jobs) == 0 && r.offered(ctx) {
			jobs = r.jobs(g.Pickles)
		}
	}
}

// triedBefore reports whether the scenario failed and was reset for another attempt.
func triedBefore(s *report.Scenario) bool { return s.Status == "" && len(s.Earlier) > 0 }
