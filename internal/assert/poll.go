package assert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Poll is Eventually for what cannot be watched. It asks again when the scenario observes a change, and after each pause.
func Poll(ctx context.Context, w *world.World, ending step.Ending, about kube.Ref, ask probe.Attempt, opts ...Option) error {
	o := optionsOf(w, about, opts)
	ask = unlessFutile(w, o.needed, ask, o.pods)
	var changed <-chan struct{}
	if !o.apiServer {
		seen, stop := w.Timeline.Watch()
		defer stop()
		changed = seen
	}
	clock := w.Clock()
	within := w.Within(ending.Within)
	answeredOnce, stillAnswered := awakeFor(w, attempts(w, clock, ask)), awakeFor(w, attempts(w, clock, inTime(w, within, ask)))
	w.BeginAsking()
	err := await(ctx, w, w.Timeline, ending, about,
		func(ctx context.Context) error {
			return Beside(ctx, w, within, func(ctx context.Context) error { return probe.Until(ctx, clock, changed, answeredOnce) })
		},
		func(ctx context.Context) error {
			return untilSampled(ctx, within, func(ctx context.Context) error {
				return besideHold(ctx, w, ending.For, o.apiServer, stillAnswered, func(ctx context.Context, ask probe.Attempt) error {
					return probe.Holds(ctx, clock, ending.For, ask)
				})
			})
		})
	return notEnforced(ctx, w, err)
}

// inTime limits each attempt of a hold, which would otherwise not end while a request hangs: every answer may take as long
// as the first one. If there is no answer until then, the condition is not met, even if the time of the hold has passed
// meanwhile: the request was sent before its end.
func inTime(w *world.World, limit time.Duration, ask probe.Attempt) probe.Attempt {
	return func(ctx context.Context) error {
		limited, cancel := w.Timeline.WithTimeout(ctx, limit)
		defer cancel()
		err := ask(limited)
		if err != nil && limited.Err() != nil && ctx.Err() == nil {
			return fmt.Errorf("there was no answer within %s: %w", limit, err)
		}
		return err
	}
}

// attempts records each attempt that counts, so that a replay makes the same number. Attempts that were cut off, or during
// which this process was suspended, do not count, because they would find an answer in a replay, where requests take no
// time. If a recording has no further answer, the last one is reported.
func attempts(w *world.World, clock probe.Clock, ask probe.Attempt) probe.Attempt {
	var last error
	return func(ctx context.Context) error {
		withdraw, began := w.Attempted(), time.Now()
		err := ask(ctx)
		if probe.CutOff(ctx, clock, err, last) || w.Run.Awake.Longest(began, time.Now()) != nil {
			withdraw()
		}
		if errors.As(err, new(*observe.NotRecorded)) && last != nil {
			return fmt.Errorf("%w; until then: %w", err, last)
		}
		last = err
		return err
	}
}
