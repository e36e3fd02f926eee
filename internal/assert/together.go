package assert

import (
	"context"

	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Wanted is an object with what is wanted of it.
type Wanted struct {
	Ref   kube.Ref
	Check func() observe.Check // makes a check that has not been met yet
	Goal  *failfast.Goal       // the wait ends early when it can no longer be reached; nil for none
}

// Together is Eventually for several objects, whose checks must be met at the same time, in one view, and stay so for as long as the ending
// says. Which versions that takes does not matter. A miss is about the first object that is not as wanted.
func Together(ctx context.Context, w *world.World, ending step.Ending, all []Wanted) error {
	var about kube.Ref
	met := false // once all were, what others do to their specs counts no more, see objects.Once
	now, checks := make([]observe.Check, len(all)), make([]observe.Check, len(all))
	for i, one := range all {
		checks[i] = func(v observe.View) observe.Verdict { return now[i](v) }
		if one.Goal != nil {
			checks[i] = giveUp(w, &failfast.Subject{Ref: one.Ref, Goal: *one.Goal}, checks[i])
		}
	}
	check := Shown(w, func(v observe.View) observe.Verdict {
		for i, one := range all {
			if !met {
				now[i] = one.Check()
			}
			if verdict := checks[i](v); !verdict.Met {
				about = one.Ref
				return verdict
			}
		}
		met = true
		return observe.Verdict{Met: true}
	})
	within := w.Within(ending.Within)
	limited, cancel := w.Timeline.WithTimeout(ctx, within)
	began := w.Timeline.Now()
	err := w.Timeline.Until(limited, check)
	cancel()
	if err != nil {
		return Failure(ctx, w, about, within, err)
	}
	Waited(w, began, within)
	if ending.For == 0 {
		return nil
	}
	if err := w.Timeline.Holds(ctx, check, ending.For); err != nil {
		awaitCause(ctx, w, about)
		return notHeld(w, about, Failure(ctx, w, about, 0, err))
	}
	return nil
}
