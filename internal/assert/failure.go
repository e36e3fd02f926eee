package assert

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Failure turns a missed check into an explain.Failure: want, saw, why, hint.
func Failure(ctx context.Context, w *world.World, about kube.Ref, within time.Duration, err error) error {
	if no, ok := errors.AsType[*Impossible](err); ok {
		return &explain.Failure{Step: step.Text(ctx), Want: want(ctx, within), Saw: no.Says, Hint: no.Hint, Err: err}
	}
	known, subject := Facts(ctx, w, about), explain.SubjectOf(about.Kind.GVK, about.Namespace, about.Name)
	findings := explain.Why(known, subject)
	if missed, is := errors.AsType[*observe.Missed](err); is && len(findings) == 0 {
		findings = whyAt(ctx, w, known, subject, missed.Ended)
	}
	f := explain.NewFailure(want(ctx, within), sawAtEnd(err, within), findings, err)
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

// whyAt returns what kept the subject from being ready at a time before: since then it may have become ready.
func whyAt(ctx context.Context, w *world.World, now explain.Facts, subject explain.Subject, at time.Time) []explain.Finding {
	var then explain.Facts
	w.Timeline.View(func(v observe.View) { then = factsUntil(v, at) })
	then.Now, then.Leaves, then.Logs = at, now.Leaves, now.Logs
	surroundings(ctx, w, &then)
	return explain.Why(then, subject)
}

// hinted is an answer with a hint of its own.
type hinted struct {
	error
	hint string
}

// WithHint adds a hint to an answer.
func WithHint(err error, hint string) error { return &hinted{err, hint} }

func (h *hinted) Unwrap() error { return h.error }

// inScenarioWords replaces namespaces in a sentence with the names that the scenario uses: the real ones are generated for
// each run. In commands, which need the real ones, they are without quotes, and stay.
func inScenarioWords(w *world.World, text string) string {
	for alias, real := range w.Namespaces() {
		is := fmt.Sprintf("%q", alias)
		if alias == "" {
			is = "the scenario's namespace"
			text = strings.ReplaceAll(text, fmt.Sprintf("namespace %q", real), is)
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("%q", real), is)
	}
	return text
}

// want is the step as written, with its timeout if the step does not name one.
func want(ctx context.Context, within time.Duration) string {
	text := step.Text(ctx)
	if within == 0 || step.NamesLimit(ctx) {
		return text
	}
	return fmt.Sprintf("%s (within %s)", text, within)
}
