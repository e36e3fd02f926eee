package gherkin

import (
	"context"
	"fmt"
	"runtime/debug"
)

// Hooks are functions that [Execute] calls. Only State is required. Those of one execution do not overlap, but may run on
// different goroutines.
type Hooks struct {
	// BeforeScenario prepares the scenario. The context that it returns (if any) is passed to State, the steps and
	// AfterScenario. On an error no step runs; AfterScenario is still called.
	BeforeScenario func(ctx context.Context) (context.Context, error)
	// State returns the state that every step receives, of the type of the catalogue.
	State func(ctx context.Context) (any, error)
	// StepStarted is called when a step starts: not for steps that are skipped or have no definition.
	StepStarted func(i int, s Step)
	// Wrap is called around the function of every step; it must call run once and return its error, or a better one. A panic of
	// the function is returned by run as a [*step.PanicError]. Optional.
	Wrap func(ctx context.Context, run func(context.Context) error) error
	// StepFinished is called once for each step, in order, also for those that did not run; and again for one that StepsEnded
	// fails.
	StepFinished func(i int, s Step, r StepResult)
	// StepsEnded is always called after the last step, before AfterScenario. If all steps passed, its error fails the step with
	// that number: something that the step promised for the rest of the scenario did not hold.
	StepsEnded func(ctx context.Context) (step int, err error)
	// AfterScenario undoes what the scenario did; err is why it did not pass. It is always called exactly once, after all steps
	// have been reported, with a context that is not cancelled: it must set its own limit. Its error fails the scenario.
	AfterScenario func(ctx context.Context, err error) error
}

func (h Hooks) before(ctx context.Context) (out context.Context, err error) {
	out = ctx
	if h.BeforeScenario == nil {
		return out, nil
	}
	defer recovered("prepare the scenario", &err)
	prepared, err := h.BeforeScenario(ctx)
	if prepared != nil {
		out = prepared
	}
	return out, err
}

func (h Hooks) ended(ctx context.Context) (step int, err error) {
	if h.StepsEnded == nil {
		return 0, nil
	}
	defer recovered("end the steps", &err)
	return h.StepsEnded(context.WithoutCancel(ctx))
}

func (h Hooks) after(ctx context.Context, failure error) (err error) {
	if h.AfterScenario == nil {
		return nil
	}
	defer recovered("clean up after the scenario", &err)
	return h.AfterScenario(context.WithoutCancel(ctx), failure)
}

// recovered turns a panic into an error.
func recovered(doing string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s: panic: %v\n%s", doing, p, debug.Stack())
	}
}
