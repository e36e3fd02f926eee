package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

// overran says that a scenario took longer than allowed. That is not a verdict on the behaviour: no step has reached its own
// timeout, and later steps were not tried.
type overran struct {
	limit  time.Duration
	during string // the running step and how long it has run; "" before the first step
}

func (o *overran) Error() string {
	return fmt.Sprintf("the steps of the scenario took longer than %s%s: shorten what it waits for, split it, or allow more with --scenario-timeout",
		o.limit, o.during)
}

// limited sets the time limit for all steps of a scenario together.
func limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, &overran{limit: limit})
}

// overrun returns the error of a scenario whose steps were ended by the limit for all of them, or nil if they were not.
func overrun(ctx context.Context, running *report.Step) error {
	o, is := errors.AsType[*overran](context.Cause(ctx))
	if !is {
		return nil
	}
	if running == nil {
		return o
	}
	return &overran{o.limit, fmt.Sprintf(", and were ended %s after this step began: %s %s",
		time.Since(running.Started).Round(time.Second), running.Keyword, running.Text)}
}
