package gherkin

import (
	"context"
	"fmt"
	"runtime/debug"
)

// Hooks are what [Execute] calls on the way. Only State is required. Those of one execution are called one
// after the other, though not all on the same goroutine.
type Hooks struct {
	// BeforeScenario prepares the scenario. The context it gives (if any) goes to State, the steps and
	// AfterScenario. On an error no step is run; AfterScenario is called all the same.
	BeforeScenario func(ctx context.Context) (context.Context, error)
	// State gives the state that every step receives, of the type of the catalogue.
	State func(ctx context.Context) (any, error)
	// StepStarted is called when a step begins to run: not for steps that are skipped or have no definition.
	StepStarted func(i int, s Step)
	// Wrap is put around the function of every step; it must call run once and return its error, or a better one. A panic
	// of the function arrives in it as a [*step.PanicError]. Optional.
	Wrap func(ctx context.Context, run func(context.Context) error) error
	// StepFinished is called once for each step, in order, also for those that were not run; and again for one
	// that StepsEnded fails.
	StepFinished func(i int, s Step, r StepResult)
	// StepsEnded is called after the last step, whatever happened, before AfterScenario. When all steps passed,
	// its error fails the step with that number: what a step promised for the rest of the scenario did not hold.
	StepsEnded func(ctx context.Context) (step int, err error)
	// AfterScenario undoes what the scenario did; err is why it did not pass. It is called exactly once, when
	// all steps are reported, with a context that is not cancelled, whatever happened: it must set itself a
	// limit. Its error fails the scenario.
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
