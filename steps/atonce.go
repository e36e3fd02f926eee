package steps

import (
	"context"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// inPassing tells that the running step stands right after an action, and does not say for how long it must be so.
func inPassing(ctx context.Context, w *world.World, ending step.Ending) bool {
	return ending.For == 0 && w.Scenario.InPassing[step.Text(ctx)]
}

// warnAtOnce adds to a check of what is not so (no endpoint, no restart, nothing in a field) a warning, for when it is
// met: if it was so when it was first looked at, right after an action, nothing may have come of the action yet.
func warnAtOnce(ctx context.Context, w *world.World, ending step.Ending, check observe.Check) (noting observe.Check, met func(error) error) {
	waited := false
	noting = func(v observe.View) observe.Verdict {
		verdict := check(v)
		waited = waited || !verdict.Met
		return verdict
	}
	return noting, func(err error) error {
		if err == nil && !waited && inPassing(ctx, w, ending) {
			w.Warn("it was so already when the step began, right after an action, of which nothing may have come yet: write `for 3s`, or await first what the action leads to")
		}
		return err
	}
}
