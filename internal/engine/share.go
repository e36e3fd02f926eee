package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Share divides the scenarios of a run among processes that run the same plan. A scenario is known by its ID. It is safe for
// concurrent use.
type Share interface {
	// Needless tells, without waiting, that another process has the scenario, or that it is done.
	Needless(id string) bool
	// Take makes the scenario this process's own. The claim is nil if another process has it.
	Take(ctx context.Context, id string) (Claim, error)
	// Await waits until a scenario can be taken that another process had. It returns false when there is none left.
	Await(ctx context.Context) (more bool, err error)
}

// Claim is a scenario that only this process runs.
type Claim interface {
	// Inherited tells that another process has begun the scenario and is dead.
	Inherited() bool
	// While returns a context that also ends when another process has taken the scenario. stop must be called.
	While(ctx context.Context) (held context.Context, stop func())
	// Done publishes the result, unless another process has taken the scenario.
	Done(ctx context.Context, s *report.Scenario) error
	// Release lets another process take the scenario.
	Release(ctx context.Context) error
}

// released is how long the end of a claim may take when the run was interrupted.
const released = 30 * time.Second

// sharedTurn runs a scenario if no other process does.
func (r *runner) sharedTurn(ctx context.Context, pickle *gherkin.Pickle, model *report.Scenario, queued time.Time) {
	if ctx.Err() != nil || r.halted.Load() != nil {
		return
	}
	claim, err := r.options.Share.Take(ctx, model.ID)
	switch {
	case err != nil:
		r.unshared(ctx, fmt.Errorf("take %s: %w", model.Place(), err))
		return
	case claim == nil:
		return
	}
	last, end := context.WithTimeout(context.WithoutCancel(ctx), r.options.ScenarioTimeout+released)
	defer end()
	held, stop := claim.While(ctx)
	defer stop()
	if err := r.inherit(held, claim); err != nil {
		r.finish(held, model, held.Err() != nil, func() {
			model.Status, model.Err = report.Failed, fmt.Sprintf("what another runner has left could not be removed: %v", err)
		})
	} else {
		r.turn(held, pickle, model, queued)
	}
	if held.Err() != nil && model.Outcome() != report.OutcomePassed && model.Outcome() != report.OutcomeFlaky {
		r.unshared(ctx, claim.Release(last))
		return
	}
	if err := claim.Done(last, model); err != nil {
		r.unshared(ctx, fmt.Errorf("publish the result of %s: %w", model.Place(), err))
	}
}

// inherit removes what the process has left that had the scenario before, so that it does not meet itself.
func (r *runner) inherit(ctx context.Context, claim Claim) error {
	past := r.session.past()
	if !claim.Inherited() || past == nil {
		return nil
	}
	r.inheriting.Lock()
	defer r.inheriting.Unlock()
	return r.session.run.Repair(ctx, past)
}

// unshared ends the run, because its scenarios can no longer be divided.
func (r *runner) unshared(ctx context.Context, err error) {
	if err == nil || ctx.Err() != nil {
		return
	}
	r.tell.Change(nil, func() { r.shareErr = errors.Join(r.shareErr, err) }, func(report.Listener) {})
	r.stop()
}

// offered are the jobs of scenarios that other processes had and do not run any more. It waits for them.
func (r *runner) offered(ctx context.Context) bool {
	if r.options.Share == nil || ctx.Err() != nil || r.halted.Load() != nil {
		return false
	}
	more, err := r.options.Share.Await(ctx)
	if err != nil {
		r.unshared(ctx, fmt.Errorf("wait for other runners: %w", err))
		return false
	}
	return more
}
