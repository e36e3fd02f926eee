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

// Always waits until a check is met, and then watches that another one stays met. Objects of
// several kinds arrive on several watches, so what a step before has awaited may
// not be seen here at once, and what stays must be judged by one object alone.
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

// Throughout states an invariant in the words of the running step.
func Throughout(ctx context.Context, w *world.World, idle func(observe.View) string, breach func(observe.View) *world.Breach) {
	text := step.Text(ctx)
	w.Throughout(world.Invariant{Breach: breach, Idle: idle, Fail: func(ctx context.Context, b world.Breach) error {
		err := Failure(ctx, w, b.About, 0, errors.New(sawBreach(b)))
		if f, ok := errors.AsType[*explain.Failure](err); ok {
			f.Want = text // not the step that happens to run
			if f.Hint == "" && b.During != "" {
				f.Hint = changedBefore + "; if it is meant to happen, claim less"
			}
		}
		return err
	}})
}

// changedBefore leads to the cause of what was so, and did not stay so.
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
