package ownstep

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Poll is Eventually for what cannot be watched, such as the API of an application. It calls ask until the check of its answer is met,
// at increasing intervals and whenever something in the scenario changes. An error of ask is what it saw this time. question says
// what is asked, with everything on which the answer depends: the answers are recorded by it, as JSON, and a replay takes them from the
// recording and does not call ask. ask must change nothing, and end when its context does.
func Poll[T any](ctx context.Context, w *World, ending step.Ending, question string, ask func(context.Context) (T, error), check func(T) (met bool, saw string)) error {
	return assert.Poll(ctx, w, ending, kube.Ref{}, func(ctx context.Context) error {
		answer, err := world.Ask(ctx, w, world.Question{Kind: world.QuestionOwn, Request: question}, func(ctx context.Context) (answer T, err error) {
			defer func() {
				if p := step.Panicked(recover()); p != nil {
					err = fmt.Errorf("%w: %w", probe.ErrFailFast, p)
				}
			}()
			return ask(ctx)
		})
		if err != nil {
			return err
		}
		switch verdict := verdictOf(func() (bool, string) { return check(answer) }); {
		case verdict.FailsFast != nil:
			return fmt.Errorf("%w: %s", probe.ErrFailFast, verdict.Saw)
		case !verdict.Met:
			return errors.New(verdict.Saw)
		}
		return nil
	})
}
