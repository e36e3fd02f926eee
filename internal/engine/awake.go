package engine

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/scenarios/report"
)

// stepPausedFrom is the shortest suspension during the failed step that may have decided the result, if it is also at least a
// tenth of that step. On a machine that is merely busy, a process is scheduled sooner.
const stepPausedFrom = time.Second

// paused returns an error if a scenario failed while this process was suspended, for example by ^Z or because the machine was
// asleep. The cluster continued meanwhile, so a step may have come too late, or the last one may have ended too early.
func (r *runner) paused(s *report.Scenario, ended time.Time) error {
	sense := r.session.run.Awake
	if p := sense.Longest(s.Started, ended); p != nil && p.Took() >= awake.Long {
		return undecidedBy(p)
	}
	step := s.FailedStep()
	if step == nil {
		return nil
	}
	if p := sense.Longest(step.Started, step.Started.Add(step.Duration)); p != nil && p.Took() >= stepPausedFrom && 10*p.Took() >= step.Duration {
		return undecidedBy(p)
	}
	return nil
}

func undecidedBy(p *awake.Pause) error {
	return fmt.Errorf("%v while the scenario was running: the failure is inconclusive; run it again", p)
}
