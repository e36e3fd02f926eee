package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Share divides the scenarios of a run among processes that run the same plan. Scenarios are identified by their IDs. It is
// safe for concurrent use.
type Share interface {
	// Needless reports, without waiting, whether another process has the scenario, or it is done.
	Needless(id string) bool
	// Take claims the scenario for this process. The claim is nil if another process has it.
	Take(ctx context.Context, id string) (Claim, error)
	// Await waits until a scenario that another process had can be taken. It returns false if there is none left.
	Await(ctx context.Context) (more bool, err error)
}

// Claim is a scenario that only this process runs.
type Claim interface {
	// Inherited reports whether another process started the scenario and died.
	Inherited() bool
	// While returns a context that also ends if another process takes the scenario over. stop must be called.
	While(ctx context.Context) (held context.Context, stop func())
	// Done publishes the result, unless another process has taken the scenario over.
	Done(ctx context.Context, s *report.Scenario) error
	// Release lets another process take the scenario.
	Release(ctx context.Context) error
}

// released limits the time to release a claim after an interrupt.
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

// inherit removes what the previous process of the scenario has left, so that it does not interfere.
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

// offered waits until a scenario that another process had can be run, and reports whether there is one.
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
