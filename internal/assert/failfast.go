package assert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/world"
)

// giveUp adds to a check the reason why it can no longer be met, if there is one.
func giveUp(w *world.World, subject *failfast.Subject, check observe.Check) observe.Check {
	if subject == nil || w.Run.Patient {
		return check
	}
	since := w.Timeline.Now()
	return func(v observe.View) observe.Verdict {
		verdict := check(v)
		if verdict.Met || verdict.FailsFast != nil {
			return verdict
		}
		if reason := failfast.Judge(v, *subject, since); reason.Why != "" {
			verdict.FailsFast, verdict.FailsFastFrom = errors.New(reason.Why), reason.From
		}
		return verdict
	}
}

// unlessFutile adds to a question the reason why it can no longer be answered, if there is one.
func unlessFutile(w *world.World, goal failfast.Goal, ask probe.Attempt, pods []kube.Ref) probe.Attempt {
	if len(pods) == 0 || w.Run.Patient {
		return ask
	}
	since := w.Timeline.Now()
	return func(ctx context.Context) error {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		for _, ref := range pods {
			var reason failfast.Reason
			w.Timeline.View(func(v observe.View) { reason = failfast.Judge(v, failfast.Subject{Ref: ref, Goal: goal}, since) })
			if reason.Why != "" && !reason.From.After(w.Timeline.Now()) {
				return &GaveUp{Last: err, Why: reason.Why}
			}
		}
		return err
	}
}

// GaveUp is the last answer, with the reason why there will be no better one.
type GaveUp struct {
	Last error
	Why  string
}

// Error is the last answer.
func (g *GaveUp) Error() string { return g.Last.Error() }

// Unwrap returns the last answer, and probe.ErrFailFast.
func (g *GaveUp) Unwrap() []error { return []error{g.Last, probe.ErrFailFast} }

// gaveUpEarly reports whether a wait ended before its time, so that more time would not help.
func gaveUpEarly(err error) bool {
	if missed, ok := errors.AsType[*observe.Missed](err); ok && missed.GaveUp() != nil {
		return true
	}
	_, ok := errors.AsType[*GaveUp](err)
	return ok
}

// sawAtEnd is what a wait saw last and, if it failed fast, after how much of its time and why.
func sawAtEnd(err error, within time.Duration) string {
	var why string
	var waited time.Duration
	saw := err.Error()
	if missed, ok := errors.AsType[*observe.Missed](err); ok && missed.GaveUp() != nil {
		saw, why, waited = missed.Saw, missed.GaveUp().Error(), missed.Waited
	}
	if g, ok := errors.AsType[*GaveUp](err); ok {
		why = g.Why
		if failed, ok := errors.AsType[*probe.Failed](err); ok {
			waited = failed.Waited
		}
	}
	if why == "" || within == 0 {
		return saw
	}
	return fmt.Sprintf("%s; gave up after %s of %s: %s", saw, waited.Round(100*time.Millisecond), within, why)
}
