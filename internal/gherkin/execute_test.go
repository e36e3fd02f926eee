package gherkin_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/status"
	"github.com/gherkind/gherkind/steps/step"
)

// trace is a toy scenario with everything Execute called, in order.
type trace struct {
	toy
	events []string
	failed error // the argument of AfterScenario
}

func (tr *trace) hooks() gherkin.Hooks {
	note := func(format string, args ...any) { tr.events = append(tr.events, fmt.Sprintf(format, args...)) }
	return gherkin.Hooks{
		BeforeScenario: func(ctx context.Context) (context.Context, error) { note("before"); return ctx, nil },
		State:          func(context.Context) (any, error) { return &tr.toy, nil },
		StepStarted:    func(i int, s gherkin.Step) { note("start %d %s", i, s.Text) },
		StepFinished:   func(i int, _ gherkin.Step, r gherkin.StepResult) { note("end %d %s", i, r.Status) },
		AfterScenario:  func(_ context.Context, err error) error { note("after"); tr.failed = err; return nil },
	}
}

// scenario creates pickles from the lines of a scenario.
func scenario(t testing.TB, lines ...string) []*gherkin.Pickle {
	t.Helper()
	return pickles(t, "Feature: x\n  Scenario: y\n    "+strings.Join(lines, "\n    ")+"\n")
}

func pickles(t testing.TB, source string) []*gherkin.Pickle {
	t.Helper()
	features, err := gherkin.Load(fstest.MapFS{"a/x.feature": {Data: []byte(source)}}, []string{"a/x.feature"})
	if err != nil {
		t.Fatal(err)
	}
	gherkin.Bind(features, toys(t), testdata())
	return features[0].Pickles
}

func execute(t *testing.T, p *gherkin.Pickle) (gherkin.Result, *trace) {
	t.Helper()
	tr := &trace{}
	return gherkin.Execute(t.Context(), p, tr.hooks()), tr
}

func TestExecutePasses(t *testing.T) {
	for _, p := range load(t, "good") {
		for _, p := range p.Pickles {
			r, tr := execute(t, p)
			if r.Status != status.Passed || r.Err != nil || len(r.Steps) != len(p.Steps) || tr.failed != nil {
				t.Errorf("%s: %+v", p.ID, r)
			}
			if r.Started.IsZero() || r.Ended.Before(r.Started) || r.Steps[0].Started.Before(r.Started) {
				t.Errorf("%s: times are wrong: %+v", p.ID, r)
			}
		}
	}
	r, tr := execute(t, load(t, "good/outline.feature:31")[0].Pickles[0])
	want := []string{
		"before", "start 0 it passes", "end 0 passed", "start 1 I apply:", "end 1 passed",
		`start 2 I apply the file "objects/pod.yaml"`, "end 2 passed", "start 3 the table is:", "end 3 passed", "after",
	}
	if !slices.Equal(tr.events, want) {
		t.Errorf("got %q, %v", tr.events, r)
	}
	if calls := []string{"passes", "apply kind: Pod", "objects/pod.yaml", "| a | b  |\n| 1 | \\| |"}; !slices.Equal(tr.calls, calls) {
		t.Errorf("got %q", tr.calls)
	}
}

func TestExecuteOutcomes(t *testing.T) {
	const undefined, argument, panics, exits = "undefined step", "takes no doc string", "the step panicked: oh no", "ended its goroutine"
	for _, tc := range []struct {
		name   string
		lines  []string
		status status.Status
		steps  string
		err    string
		events string // of the steps that were started
	}{
		{"fail", []string{"Given it passes", "When it fails", "Then it passes", "Then it passes"}, status.Failed, "passed failed skipped skipped", "it did fail", "01"},
		{"fail last", []string{"Given it passes", "When it fails"}, status.Failed, "passed failed", "it did fail", "01"},
		{"fail first", []string{"Given it fails", "When it passes"}, status.Failed, "failed skipped", "it did fail", "0"},
		{"panic", []string{"Given it panics", "Then it passes"}, status.Failed, "failed skipped", panics, "0"},
		{"exit", []string{"Given it passes", "Then it exits", "Then it passes"}, status.Failed, "passed failed skipped", exits, "01"},
		{"undefined", []string{"Given it passes", "Then it pases", "Then it passes"}, status.Undefined, "passed undefined skipped", undefined, "0"},
		{"undefined after failure", []string{"Given it fails", "Then it pases"}, status.Failed, "failed undefined", "it did fail", "0"},
		{"ambiguous", []string{"Given this and that", "Then it passes"}, status.Ambiguous, "ambiguous skipped", "ambiguous step", ""},
		{"skip", []string{"Given it skips", "Then it passes"}, status.Skipped, "skipped skipped", "skipped", "0"},
		{"bad value", []string{`Given pod "" is x within 1x`, "Then it passes"}, status.Failed, "failed skipped", `bad pod "": write a name`, "0"},
		{"doc string too many", []string{"Given it passes", `  """`, "x", `  """`, "Then it passes"}, status.Failed, "failed skipped", argument, ""},
		{"odd texts", []string{`Given $1 "\" {{ < ' ` + "`", "* (((", "* 功能 100%d"}, status.Undefined, "undefined undefined undefined", undefined, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, tr := execute(t, scenario(t, tc.lines...)[0])
			var steps []string
			for _, s := range r.Steps {
				steps = append(steps, string(s.Status))
				if s.Status == status.Skipped && !s.Started.IsZero() && s.Err == nil {
					t.Error("a skipped step has a start")
				}
			}
			if got := strings.Join(steps, " "); r.Status != tc.status || got != tc.steps {
				t.Errorf("%s, %s; want %s, %s", r.Status, got, tc.status, tc.steps)
			}
			if r.Err == nil || !strings.Contains(r.Err.Error(), tc.err) {
				t.Errorf("got %v, want … %s …", r.Err, tc.err)
			}
			if !errors.Is(tr.failed, r.Err) {
				t.Errorf("AfterScenario was told %v", tr.failed)
			}
			checkEvents(t, tr.events, len(r.Steps), tc.events)
		})
	}
}

// checkEvents checks the order: before, each step ended once and in order, after; and which steps were started.
func checkEvents(t *testing.T, events []string, steps int, started string) {
	t.Helper()
	starts, ends := "", 0
	for i, e := range events {
		switch {
		case strings.HasPrefix(e, "start "):
			starts += e[6:7]
		case strings.HasPrefix(e, "end "):
			if !strings.HasPrefix(e, fmt.Sprintf("end %d ", ends)) {
				t.Errorf("steps ended out of order: %q", events)
			}
			ends++
		case e == "before" && i != 0, e == "after" && i != len(events)-1:
			t.Errorf("%s at the wrong time: %q", e, events)
		}
	}
	if starts != started || ends != steps || events[0] != "before" || events[len(events)-1] != "after" {
		t.Errorf("started %q, want %q; events %q", starts, started, events)
	}
}

func TestExecuteErrorTypes(t *testing.T) {
	for text, want := range map[string]any{
		"it pases":      new(*step.UndefinedError),
		"this and that": new(*step.AmbiguousError),
		`pod "" is x`:   new(*step.ArgumentError),
		"it panics":     new(*step.PanicError),
	} {
		r, _ := execute(t, scenario(t, "Given "+text)[0])
		if !errors.As(r.Steps[0].Err, want) {
			t.Errorf("%s: got %T", text, r.Steps[0].Err)
		}
	}
	if r, _ := execute(t, scenario(t, "Given it fails")[0]); r.Steps[0].Err != errFails { //nolint:errorlint // the very same error is wanted
		t.Errorf("the error of the step is wrapped: %v", r.Steps[0].Err)
	}
}

const outline = `Feature: x
  Background:
    Given it passes

  Scenario Outline: y
    Then pod "<pod>" is Running
    And it reads its text

    Examples:
      | pod |
      | a   |
      | b   |

    Examples:
      | pod |
      | c   |
      | d   |
  Scenario: z
    Given it passes
`

func TestExecuteRunsOnlyItsRow(t *testing.T) {
	all := pickles(t, outline)
	for i, pod := range []string{"a", "b", "c", "d"} {
		r, tr := execute(t, all[i])
		want := []string{"passes", pod + " Running", "it reads its text"}
		if r.Status != status.Passed || len(r.Steps) != 3 || !slices.Equal(tr.calls, want) {
			t.Errorf("row %d: %s, %q", i, r.Status, tr.calls)
		}
		checkEvents(t, tr.events, 3, "012")
	}
	if _, tr := execute(t, all[4]); !slices.Equal(tr.calls, []string{"passes", "passes"}) {
		t.Errorf("got %q", tr.calls)
	}
}

// The text that was linted is run, not the current content of the file; and a selection does not change row numbers.
func TestExecuteRunsWhatWasLoaded(t *testing.T) {
	fsys := fstest.MapFS{"x.feature": {Data: []byte(outline)}}
	features, err := gherkin.Load(fsys, []string{"x.feature:17"})
	if err != nil {
		t.Fatal(err)
	}
	gherkin.Bind(features, toys(t), testdata())
	delete(fsys, "x.feature")
	if r, tr := execute(t, features[0].Pickles[0]); r.Status != status.Passed || tr.calls[1] != "d Running" {
		t.Errorf("%+v, %q", r, tr.calls)
	}
}

func BenchmarkExecute(b *testing.B) {
	features, err := gherkin.Load(big(), []string{"f00.feature"})
	if err != nil {
		b.Fatal(err)
	}
	gherkin.Bind(features, toys(b), nil)
	tr := &trace{}
	h := gherkin.Hooks{State: tr.hooks().State}
	for b.Loop() {
		if r := gherkin.Execute(b.Context(), features[0].Pickles[0], h); r.Status != status.Passed {
			b.Fatal(r)
		}
	}
}
