package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func loadSteps() step.Group {
	return step.Group{
		Name: "load", Title: "A steady load",
		Doc: "Send the last request of `this request is sent …` repeatedly during the steps that follow, and check the results: does an update, a drain or " +
			"a restart lose requests? A request has failed when it gets no answer within 10 seconds, or one with a status of 400 or more. It ends with the scenario; " +
			"the report has the numbers.",
		Defs: []step.Def{
			{
				Name:    "request-repeated",
				Asks:    step.AsksNetwork,
				Pattern: `the request is repeated every {duration}`,
				Doc:     "From here on, the last request, which must only read, is sent at this rate, each time on a new connection.",
				Example: `When the request is repeated every 100ms`,
				Run:     repeatRequest,
			},
			{
				Name:    "no-repeated-request-failed",
				Asks:    step.AsksNetwork,
				Pattern: `no repeated request has failed`,
				Doc: "All requests that were sent up to now have ended, at least 10, and none has failed. When this machine could not send even half of what the pace asks " +
					"for, or did not run meanwhile, nothing is known, which is infrastructure.",
				Example: `Then no repeated request has failed`,
				Run:     noRepeatedFailed,
			},
			{
				Name:    "repeated-requests-failed-at-most",
				Asks:    step.AsksNetwork,
				Pattern: `at most {percent} of the repeated requests have failed`,
				Doc:     "As before, but up to this share may have failed.",
				Example: `Then at most 1% of the repeated requests have failed`,
				Run:     fewRepeatedFailed,
			},
		},
	}
}

// The shortest interval between requests, and how many requests must have completed before the load is judged.
const (
	fastest = 10 * time.Millisecond
	fewest  = 10
)

func repeatRequest(ctx context.Context, w *world.World, every time.Duration) error {
	e := w.Exchange()
	switch {
	case e == nil:
		return errors.New("no request was sent before: begin with `When this request is sent …`")
	case e.Send == nil:
		return fmt.Errorf("%s is sent once: only a request that reads can be repeated", e.Request)
	case every < fastest || every > time.Minute:
		return fmt.Errorf("a pace is from %s to 1m", fastest)
	case w.Load() != nil:
		return errors.New("a request is being repeated already: a scenario has one load")
	}
	w.SetLoad(&world.Load{Request: e.Request, About: e.About, Every: every})
	_, err := world.Ask(ctx, w, loadQuestion(w, "begun"), func(context.Context) (bool, error) {
		w.BeginLoad(func(ctx context.Context) error { return failedAnswer(e.Beside(ctx)) }) //nolint:contextcheck // the load outlives the step
		return true, nil
	})
	return err
}

// failedAnswer returns why a request of a load counts as failed.
func failedAnswer(a probe.Answer, err error) error {
	switch {
	case err != nil:
		return err
	case a.Status >= 400:
		return fmt.Errorf("it was answered with status %d", a.Status)
	}
	return nil
}

func noRepeatedFailed(ctx context.Context, w *world.World, ending step.Ending) error {
	return expectLoad(ctx, w, ending, func(t probe.Tally) bool { return t.Failed == 0 })
}

func fewRepeatedFailed(ctx context.Context, w *world.World, most placeholder.Percent, ending step.Ending) error {
	return expectLoad(ctx, w, ending, func(t probe.Tally) bool { return float64(t.Failed) <= float64(most)/100*float64(t.Sent) })
}

// expectLoad waits until enough requests have completed and judges all of them. A failed request never becomes a success later.
func expectLoad(ctx context.Context, w *world.World, ending step.Ending, good func(probe.Tally) bool) error {
	l := w.Load()
	if l == nil {
		return errors.New("no request is being repeated: write before `When the request is repeated every 100ms`")
	}
	var tally probe.Tally
	first := 0 // number of requests sent when this step started
	err := assert.Poll(ctx, w, ending, l.About, func(ctx context.Context) error {
		t, err := world.Ask(ctx, w, loadQuestion(w, "told"), func(context.Context) (probe.Tally, error) { return w.TellLoad(), nil })
		if err != nil {
			return err
		}
		if tally = t; first == 0 {
			first = t.Begun
		}
		return judgeLoad(l, t, first, good)
	})
	if err == nil {
		if assert.InPassing(ctx, w, ending) {
			w.Warn("right after an action, requests have not met yet what comes of it: write `for 10s`, or await first what the action leads to")
		}
		w.Note("%s every %s: %s", l.Request, l.Every, tally)
	}
	return err
}

// judgeLoad is met only when all requests that were sent before the step started have completed: one that hangs may still fail.
func judgeLoad(l *world.Load, t probe.Tally, first int, good func(probe.Tally) bool) error {
	worst := t
	worst.Failed += t.Unsure
	switch {
	case t.Whole < first && good(t):
		return fmt.Errorf("%d of the first %d repeated requests have not ended: %s", first-t.Whole, first, t)
	case t.Sent < fewest:
		return fmt.Errorf("only %d of the repeated requests have ended, and it takes %d to say anything", t.Sent, fewest)
	case !good(t):
		return fmt.Errorf("%w: %s; the first one failed after %s: %s", probe.ErrFailFast, t, t.At.Round(time.Millisecond), t.First)
	case !good(worst):
		return fmt.Errorf("%w: %w: %d requests were not sent, or failed while this machine or the API server did not act", observe.ErrUnobserved, probe.ErrFailFast, t.Unsure)
	case t.Pause > 0:
		return fmt.Errorf("%w: %w: this machine sent nothing for %s, and what would have become of it is not known", observe.ErrUnobserved, probe.ErrFailFast, t.Pause.Round(100*time.Millisecond))
	case 2*t.Sent < t.Due-int(10*time.Second/l.Every):
		return fmt.Errorf("%w: %w: only %d of %d requests could be sent in time", observe.ErrUnobserved, probe.ErrFailFast, t.Sent, t.Due)
	}
	return nil
}

func loadQuestion(w *world.World, what string) world.Question {
	l := w.Load()
	return world.Question{Kind: world.QuestionLoad, Request: l.Request, Verb: what, Field: l.Every.String()}
}
