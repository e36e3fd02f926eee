package assert

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Eventually waits by watching until a check is met, at most as long as the ending or the scenario's timeouts allow. With
// `for` in the ending, the check must then stay met. A miss is returned as an [explain.Failure] about the given object.
func Eventually(ctx context.Context, w *world.World, ending step.Ending, about kube.Ref, check observe.Check, opts ...Option) error {
	o := optionsOf(w, about, opts)
	check = Shown(w, giveUp(w, o.subject, check))
	err := await(ctx, w, o.timeline, ending, about,
		func(ctx context.Context) error { return o.timeline.Until(ctx, check) },
		func(ctx context.Context) error { return o.timeline.Holds(ctx, check, ending.For) })
	if err == nil && o.warnAtOnce {
		warnAtOnce(ctx, w, o.timeline, ending, o.otherwise)
	}
	return err
}

// await waits by the timeline's clock for as long as an ending allows, then for as long as the check must hold, and
// explains a miss.
func await(ctx context.Context, w *world.World, timeline *observe.Timeline, ending step.Ending, about kube.Ref, until, holds func(context.Context) error) error {
	within := w.Within(ending.Within)
	limited, cancel := timeline.WithTimeout(ctx, within)
	began := timeline.Now()
	err := until(limited)
	cancel()
	if err != nil {
		return Failure(ctx, w, about, within, err)
	}
	Waited(w, began, within)
	if ending.For == 0 {
		return nil
	}
	if err := holds(ctx); err != nil {
		awaitCause(ctx, w, about)
		return notHeld(w, about, Failure(ctx, w, about, 0, err))
	}
	return nil
}

// Waited records how long a wait took until it was met.
func Waited(w *world.World, began time.Time, within time.Duration) {
	if w.Waited != nil {
		w.Waited(w.Timeline.Now().Sub(began), within)
	}
}

// Shown shows in the progress of the run what a check sees, whenever that changes.
func Shown(w *world.World, check observe.Check) observe.Check {
	last := ""
	return func(v observe.View) observe.Verdict {
		verdict := check(v)
		if !verdict.Met && verdict.Saw != last && w.Sees != nil {
			last = verdict.Saw
			w.Sees(verdict.Saw)
		}
		return verdict
	}
}
