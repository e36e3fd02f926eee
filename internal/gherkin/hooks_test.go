package gherkin_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/status"
	"github.com/gherkind/gherkind/steps/step"
)

func TestExecuteBeforeScenario(t *testing.T) {
	p := scenario(t, "Given it passes", "Then it passes")[0]
	boom := errors.New("boom")
	for _, tc := range []struct {
		name   string
		before func(context.Context) (context.Context, error)
		status status.Status
		err    string
	}{
		{"error", func(context.Context) (context.Context, error) { return nil, boom }, status.Failed, "boom"},
		{"panic", func(context.Context) (context.Context, error) { panic(boom) }, status.Failed, "prepare the scenario: panic: boom"},
		{"skip", func(ctx context.Context) (context.Context, error) {
			return ctx, fmt.Errorf("not here: %w", step.ErrSkip)
		}, status.Skipped, "not here"},
	} {
		tr := &trace{}
		h := tr.hooks()
		h.BeforeScenario = tc.before
		r := gherkin.Execute(t.Context(), p, h)
		if r.Status != tc.status || r.Err == nil || !strings.HasPrefix(r.Err.Error(), tc.err) || len(tr.calls) > 0 {
			t.Errorf("%s: %+v, %q", tc.name, r, tr.calls)
		}
		if want := []string{"end 0 skipped", "end 1 skipped", "after"}; !slices.Equal(tr.events, want) {
			t.Errorf("%s: %q", tc.name, tr.events)
		}
	}
}

func TestExecuteAfterScenario(t *testing.T) {
	boom := errors.New("boom")
	for name, after := range map[string]func(context.Context, error) error{
		"boom": func(context.Context, error) error { return boom },
		"clean up after the scenario: panic: oh no": func(context.Context, error) error { panic("oh no") },
	} {
		tr := &trace{}
		h := tr.hooks()
		h.AfterScenario = after
		r := gherkin.Execute(t.Context(), scenario(t, "Given it passes")[0], h)
		if r.Status != status.Failed || r.Err != nil || r.Cleanup == nil || !strings.HasPrefix(r.Cleanup.Error(), name) {
			t.Errorf("%s: %+v", name, r)
		}
		if r.Steps[0].Status != status.Passed {
			t.Errorf("%s: the step did pass", name)
		}
	}
}

type key struct{}

func TestExecuteContexts(t *testing.T) {
	tr := &trace{}
	h := tr.hooks()
	h.BeforeScenario = func(ctx context.Context) (context.Context, error) { return context.WithValue(ctx, key{}, "world"), nil }
	var seen []any
	h.State = func(ctx context.Context) (any, error) { seen = append(seen, ctx.Value(key{})); return &tr.toy, nil }
	h.Wrap = func(ctx context.Context, run func(context.Context) error) error {
		seen = append(seen, step.Text(ctx))
		return run(ctx)
	}
	h.AfterScenario = func(ctx context.Context, _ error) error { seen = append(seen, ctx.Value(key{}), ctx.Err()); return nil }
	r := gherkin.Execute(t.Context(), scenario(t, "Given it passes")[0], h)
	if want := []any{"it passes", "world", "world", nil}; r.Status != status.Passed || !reflect.DeepEqual(seen, want) {
		t.Errorf("got %v, %+v", seen, r)
	}
}

func TestExecuteCancelled(t *testing.T) {
	cause := errors.New("pressed ^C")
	ctx, cancel := context.WithCancelCause(t.Context())
	tr := &trace{toy: toy{wait: make(chan struct{})}}
	h := tr.hooks()
	var after error
	h.AfterScenario = func(ctx context.Context, _ error) error { after = ctx.Err(); return nil }
	go func() {
		<-tr.wait
		cancel(cause)
	}()
	p := scenario(t, "Given it passes", "When it waits", "Then it passes")[0]
	r := gherkin.Execute(ctx, p, h)
	if r.Status != status.Failed || !errors.Is(r.Err, cause) || r.Steps[2].Status != status.Skipped {
		t.Errorf("in a step: %+v", r)
	}
	if after != nil {
		t.Errorf("AfterScenario has a context that is over: %v", after)
	}
	tr.events, tr.calls = nil, nil
	r = gherkin.Execute(ctx, p, h)
	if r.Status != status.Failed || !errors.Is(r.Err, cause) || r.Steps[0].Err == nil || len(tr.calls) > 0 {
		t.Errorf("before it began: %+v, %q", r, tr.calls)
	}
}

func TestExecuteNoSteps(t *testing.T) {
	r, tr := execute(t, pickles(t, "Feature: x\n  Scenario: y\n")[0])
	if r.Status != status.Undefined || r.Err == nil || !slices.Equal(tr.events, []string{"before", "after"}) {
		t.Errorf("%+v, %q", r, tr.events)
	}
}

func TestExecuteManyAtOnce(t *testing.T) {
	all := pickles(t, outline)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			tr := &trace{}
			r := gherkin.Execute(t.Context(), all[i%4], tr.hooks())
			want := []string{"passes", string(rune('a'+i%4)) + " Running", "it reads its text"}
			if r.Status != status.Passed || !slices.Equal(tr.calls, want) {
				t.Errorf("%d: %+v, %q", i, r, tr.calls)
			}
		})
	}
	wg.Wait()
}

// A broken promise for the rest of the scenario fails the step that made it, unless another one failed before.
func TestStepsEndedFailsItsStep(t *testing.T) {
	late := errors.New("it did not stay so")
	for last, want := range map[string]struct {
		steps string
		err   error
	}{"it passes": {"passed failed passed", late}, "it fails": {"passed passed failed", errFails}} {
		var finished []string
		tr := &trace{}
		h := tr.hooks()
		h.StepFinished = func(i int, _ gherkin.Step, r gherkin.StepResult) {
			finished = append(finished, fmt.Sprint(i, r.Status))
		}
		h.StepsEnded = func(context.Context) (int, error) { return 1, late }
		r := gherkin.Execute(t.Context(), scenario(t, "Given it passes", "And it passes", "Then "+last)[0], h)
		var steps []string
		for _, s := range r.Steps {
			steps = append(steps, string(s.Status))
		}
		if got := strings.Join(steps, " "); got != want.steps || r.Status != status.Failed || !errors.Is(r.Err, want.err) || !errors.Is(tr.failed, want.err) {
			t.Errorf("%s: %s, %v; AfterScenario was told %v", last, got, r.Err, tr.failed)
		}
		if again := len(finished) == 4 && finished[3] == "1failed"; again != (last == "it passes") {
			t.Errorf("%s: finished %q", last, finished)
		}
	}
}
