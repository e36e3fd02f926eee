package steps

import (
	"context"
	"errors"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// expect waits by watching until a check is met, at most as long as the ending or the scenario's timeouts allow; with `for`
// in the ending it must then stay met. A miss comes back as an [explain.Failure] about the given object.
func expect(ctx context.Context, w *world.World, ending step.Ending, about kube.Ref, check observe.Check, opts ...option) error {
	o := optionsOf(w, about, opts)
	waited := false
	if o.warnAtOnce {
		check = notMet(check, &waited)
	}
	check = shown(w, giveUp(w, o.subject, check))
	err := await(ctx, w, o.timeline, ending, about,
		func(ctx context.Context) error { return o.timeline.Until(ctx, check) },
		func(ctx context.Context) error { return o.timeline.Holds(ctx, check, ending.For) })
	if err == nil && o.warnAtOnce && !waited {
		warnMetAtOnce(ctx, w, ending)
	}
	return err
}

// await waits by the timeline's time for what an ending allows, then for what must hold after it, and explains a miss.
func await(ctx context.Context, w *world.World, timeline *observe.Timeline, ending step.Ending, about kube.Ref, until, holds func(context.Context) error) error {
	within := w.Run.Timeouts.Within(ending.Within)
	limited, cancel := timeline.WithTimeout(ctx, within)
	began := timeline.Now()
	err := until(limited)
	cancel()
	if err != nil {
		return failure(ctx, w, about, within, err)
	}
	waited(w, began, within)
	if ending.For == 0 {
		return nil
	}
	if err := holds(ctx); err != nil {
		awaitCause(ctx, w, about)
		return notHeld(w, about, failure(ctx, w, about, 0, err))
	}
	return nil
}

// waited tells what a wait needed that was met.
func waited(w *world.World, began time.Time, within time.Duration) {
	if w.Waited != nil {
		w.Waited(w.Timeline.Now().Sub(began), within)
	}
}

// failure turns a missed check into want / saw / why / hint.
func failure(ctx context.Context, w *world.World, about kube.Ref, within time.Duration, err error) error {
	if no, ok := errors.AsType[*bySpec](err); ok {
		return &explain.Failure{Step: step.Text(ctx), Want: want(step.Text(ctx), within), Saw: no.says, Hint: no.hint, Err: err}
	}
	known, subject := facts(ctx, w, about), explain.SubjectOf(about.Kind.GVK, about.Namespace, about.Name)
	findings := explain.Why(known, subject)
	f := explain.NewFailure(want(step.Text(ctx), within), sawAtEnd(err, within), findings, err)
	if len(findings) == 0 {
		f.Why = explain.Settled(known, subject)
	}
	f.Why, f.Hint = inScenarioWords(w, f.Why), inScenarioWords(w, f.Hint)
	f.Step, f.Within = step.Text(ctx), within
	if within == 0 || gaveUpEarly(err) {
		f.Hint = explain.AfterNoWait(f.Hint)
	}
	if own, ok := errors.AsType[*hinted](err); ok {
		f.Hint = own.hint
	}
	return f
}

// shown tells the person who watches the run what a check sees, whenever that
// changes.
func shown(w *world.World, check observe.Check) observe.Check {
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
