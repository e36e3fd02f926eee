package steps

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// expectAnswer is expect for questions that no watch answers.
func expectAnswer(ctx context.Context, w *world.World, ending step.Ending, about kube.Ref, ask probe.Attempt) error {
	changed, stop := w.Timeline.Watch()
	defer stop()
	clock := clockOf(w)
	ask = attempts(w, clock, ask)
	if tape := w.Run.Hub.Tape(); tape != nil {
		tape.BeginAsking()
	}
	return bounded(ctx, w, w.Timeline, ending, about,
		func(ctx context.Context) error { return probe.Until(ctx, clock, changed, ask) },
		func(ctx context.Context) error { return probe.Holds(ctx, clock, ending.For, ask) })
}

// attempts notes each attempt that counts, so that a replay makes as many: one that
// was cut off here would find an answer there, where asking takes no time. Where a
// recording has no further answer, the last one is told.
func attempts(w *world.World, clock probe.Clock, ask probe.Attempt) probe.Attempt {
	var last error
	return func(ctx context.Context) error {
		withdraw := w.Attempted()
		err := ask(ctx)
		if probe.CutOff(ctx, clock, err, last) {
			withdraw()
		}
		if errors.As(err, new(*observe.NotRecorded)) && last != nil {
			return fmt.Errorf("%w; until then: %w", err, last)
		}
		last = err
		return err
	}
}

func clockOf(w *world.World) probe.Clock {
	if tape := w.Run.Hub.Tape(); tape != nil {
		return tape
	}
	return probe.Wall{}
}
