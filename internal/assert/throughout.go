package assert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Always waits until a check is met, and then watches that another one stays met. Objects of different kinds come by
// different watches, so the result of the previous step may not be visible here at once; the second check must depend on
// one object only.
func Always(ctx context.Context, w *world.World, about kube.Ref, count int, begins, stays observe.Check) error {
	if count == 0 {
		return errors.New("at least 0 is always so: write a greater number")
	}
	if err := Eventually(ctx, w, step.Ending{}, about, begins, FailFast(failfast.Up)); err != nil {
		return err
	}
	Throughout(ctx, w, nil, func(v observe.View) *world.Breach {
		if verdict := stays(v); !verdict.Met {
			return &world.Breach{About: about, Saw: verdict.Saw}
		}
		return nil
	})
	return nil
}

// Throughout checks an invariant, in the words of the running step, until the scenario ends.
func Throughout(ctx context.Context, w *world.World, idle func(observe.View) string, breach func(observe.View) *world.Breach) {
	text := step.Text(ctx)
	w.Throughout(world.Invariant{Breach: breach, Idle: idle, Fail: func(ctx context.Context, b world.Breach) error {
		err := Failure(ctx, w, b.About, 0, errors.New(sawBreach(b)))
		if f, ok := errors.AsType[*explain.Failure](err); ok {
			f.Want = text // instead of the step that is running
			if f.Hint == "" && b.During != "" {
				f.Hint = changedBefore + "; if it is meant to happen, claim less"
			}
		}
		return err
	}})
}

// changedBefore points to the cause of a condition that did not stay true.
const changedBefore = "look in timeline.txt, in the evidence that is kept, what changed just before"

func sawBreach(b world.Breach) string {
	if b.During == "" {
		return b.Saw
	}
	saw := fmt.Sprintf("%s; that was %s after the beginning of the step: %s", b.Saw, b.After.Round(100*time.Millisecond), b.During)
	if b.Action != "" {
		saw += fmt.Sprintf("; the last action before it began %s earlier: %s", (b.Ago - b.After).Round(100*time.Millisecond), b.Action)
	}
	return saw
}
