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

// Poll is expect for questions that no watch answers. It asks again when the scenario sees a change, and after each pause.
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
			return besideHold(ctx, w, ending.For, o.apiServer, stillAnswered, func(ctx context.Context, ask probe.Attempt) error {
				return probe.Holds(ctx, clock, ending.For, ask)
			})
		})
	return notEnforced(ctx, w, err)
}

// inTime bounds each attempt of a hold, which has no end of its own while a question hangs: every answer may take as long
// as the first one. No answer until then is not what was wanted, also when the time of the hold has passed meanwhile:
// before its end, the question was open.
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

// attempts notes each attempt that counts, so that a replay makes as many: one that
// was cut off here, or that this process did not run through, would find an answer
// there, where asking takes no time. Where a recording has no further answer, the
// last one is told.
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
