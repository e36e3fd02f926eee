package gherkin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cucumber/godog"

	"github.com/gherkind/gherkind/internal/status"
	"github.com/gherkind/gherkind/steps/step"
)

// current returns the index of godog's current step: one result is recorded for each.
func (e *execution) current() int { return len(e.result.Steps) }

// call runs godog's current step, with the values that were found before the run.
func (e *execution) call(ctx context.Context) error {
	planned, err := e.pickle.Steps[e.current()].Match()
	if err != nil {
		return err // beforeStep has reported it
	}
	return e.wrap(planned.WithText(ctx), func(ctx context.Context) error {
		state, err := e.hooks.State(ctx)
		if err != nil {
			return err
		}
		return planned.Run(ctx, state)
	})
}

// beforeStep is called by godog for every step, also for those it will skip. An error prevents the step from running; godog
// wraps it, so that afterStep takes it from e.refused.
func (e *execution) beforeStep(ctx context.Context, _ *godog.Step) (context.Context, error) {
	e.started, e.returned, e.refused = time.Time{}, false, nil
	if e.over() {
		return ctx, nil
	}
	s := e.pickle.Steps[e.current()]
	if ctx.Err() != nil {
		e.refused = fmt.Errorf("not run: %w", context.Cause(ctx))
		return ctx, e.refused
	}
	if _, err := s.Match(); err != nil {
		e.refused = err
		return ctx, err
	}
	e.started = time.Now()
	if e.hooks.StepStarted != nil {
		e.hooks.StepStarted(e.current(), s)
	}
	return ctx, nil
}

// wrap records that the function of a step returned: if it does not, godog considers the step passed.
func (e *execution) wrap(ctx context.Context, run func(context.Context) error) error {
	var err error
	if e.hooks.Wrap == nil {
		err = run(ctx)
	} else {
		err = e.hooks.Wrap(ctx, run)
	}
	e.returned = true
	return err
}

// over reports whether an earlier step has decided that no further one runs.
func (e *execution) over() bool {
	n := e.current()
	return n > 0 && e.result.Steps[n-1].Status != status.Passed
}

// afterStep is called by godog for every step.
func (e *execution) afterStep(ctx context.Context, _ *godog.Step, ended godog.StepResultStatus, err error) (context.Context, error) {
	switch {
	case e.over():
		_, unfit := e.pickle.Steps[e.current()].Match()
		e.record(unmatched(unfit, status.Skipped), nil)
	case e.refused != nil:
		e.record(unmatched(e.refused, status.Failed), e.refused)
	case !e.returned && err == nil:
		e.record(status.Failed, errGone)
	default:
		e.record(statusOf(ended), err)
	}
	return ctx, nil
}

// unmatched returns the status of a step that did not run: that it matches no definition or several takes precedence.
func unmatched(err error, otherwise status.Status) status.Status {
	if _, undefined := errors.AsType[*step.UndefinedError](err); undefined {
		return status.Undefined
	}
	if _, ambiguous := errors.AsType[*step.AmbiguousError](err); ambiguous {
		return status.Ambiguous
	}
	return otherwise
}

// record stores the result of the current step and reports it.
func (e *execution) record(ended status.Status, err error) {
	i := e.current()
	r := StepResult{Status: ended, Err: err, Started: e.started}
	if !e.started.IsZero() {
		r.Duration = time.Since(e.started)
	}
	e.started = time.Time{}
	e.result.Steps = append(e.result.Steps, r)
	if e.hooks.StepFinished != nil {
		e.hooks.StepFinished(i, e.pickle.Steps[i], r)
	}
}
