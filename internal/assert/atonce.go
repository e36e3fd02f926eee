package assert

import (
	"context"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// InPassing tells that the running step stands right after an action, and does not say for how long it must be so.
func InPassing(ctx context.Context, w *world.World, ending step.Ending) bool {
	return ending.For == 0 && w.Scenario.InPassing[step.Text(ctx)]
}

// notMet notes whether a check was ever not met.
func notMet(check observe.Check, ever *bool) observe.Check {
	return func(v observe.View) observe.Verdict {
		verdict := check(v)
		*ever = *ever || !verdict.Met
		return verdict
	}
}

// warnMetAtOnce warns of a check of what is not so that was met without waiting.
func warnMetAtOnce(ctx context.Context, w *world.World, ending step.Ending) {
	if InPassing(ctx, w, ending) {
		w.Warn("it was so already when the step began, right after an action, of which nothing may have come yet: write `for 3s`, or await first what the action leads to")
	}
}
