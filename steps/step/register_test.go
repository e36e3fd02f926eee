package step_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"github.com/gherkind/gherkind/steps/step"
)

// execute runs a feature with the toy catalogue and gives the errors of its steps.
func execute(t *testing.T, feature string, bind func(*toys, *godog.Step) step.Binding) (*toys, []error) {
	t.Helper()
	return executeWith(t, toyCatalogue(t), feature, bind)
}

// executeWith runs a feature with a catalogue.
func executeWith(t *testing.T, c *step.Catalogue, feature string, bind func(*toys, *godog.Step) step.Binding) (*toys, []error) {
	t.Helper()
	state := &toys{}
	var errs []error
	var current *godog.Step
	suite := godog.TestSuite{
		Options: &godog.Options{
			Format: "progress", Output: io.Discard, Strict: true,
			FeatureContents: []godog.Feature{{Name: "x.feature", Contents: []byte(feature)}},
		},
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			sc.StepContext().Before(func(ctx context.Context, st *godog.Step) (context.Context, error) {
				current = st
				return ctx, nil
			})
			sc.StepContext().After(func(ctx context.Context, _ *godog.Step, _ godog.StepResultStatus, err error) (context.Context, error) {
				errs = append(errs, err)
				return ctx, nil
			})
			b := step.Binding{
				State: func(context.Context) (any, error) { return state, nil },
				Call:  func(context.Context) step.Call { return step.Call{Text: current.Text, ArgumentLine: 7} },
			}
			if bind != nil {
				b = bind(state, current)
			}
			c.Register(sc, b)
		},
	}
	suite.Run()
	return state, errs
}

func TestRegisterCallsRunWithTypedValues(t *testing.T) {
	state, errs := execute(t, `Feature: x
  Scenario: x
    Given pod "web" is Running within 30s for 1s
    Then I delete pods "web" now
    When I apply:
      """ yaml
      kind: Pod
        x
      """
    * pod "web" has 2 labels:
      | a | 1 |
      | b | 2 |
    And I wait 5s
    But I read my text
`, nil)
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	want := []any{
		"web", "Running", step.Ending{Within: 30 * time.Second, For: time.Second},
		"web",
		step.DocString{MediaType: "yaml", Text: "kind: Pod\n  x", Line: 7},
		"web", 2, step.Table{Rows: [][]string{{"a", "1"}, {"b", "2"}}},
		5 * time.Second,
		"I read my text",
	}
	if !reflect.DeepEqual(state.calls, want) {
		t.Errorf("got:  %#v\nwant: %#v", state.calls, want)
	}
}

func TestRegisterInChinese(t *testing.T) {
	state, errs := execute(t, `# language: zh-CN
功能: x
  场景: x
    假如容器组"web"的状态是Running
    那么 容器组"web"的状态是Failed within 3s
`, nil)
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	want := []any{"web", "Running", step.Ending{}, "web", "Failed", step.Ending{Within: 3 * time.Second}}
	if !reflect.DeepEqual(state.calls, want) {
		t.Errorf("got:  %#v\nwant: %#v", state.calls, want)
	}
}

// oneStep is the error of a scenario with one step.
func oneStep(t *testing.T, text string, bind func(*toys, *godog.Step) step.Binding) error {
	t.Helper()
	_, errs := execute(t, "Feature: x\n  Scenario: x\n    Given "+text+"\n", bind)
	if len(errs) != 1 {
		t.Fatalf("%d steps were run", len(errs))
	}
	return errs[0]
}

func TestRegisterReportsErrors(t *testing.T) {
	err := oneStep(t, `pod "web" is Running within 30x`, nil)
	bad, ok := errors.AsType[*step.ArgumentError](err)
	if !ok || bad.Step != `pod "web" is Running within 30x` {
		t.Errorf("bad value: got %v", err)
	}
	err = oneStep(t, "I apply:\n    | a |", nil)
	if err == nil || !strings.Contains(err.Error(), "this step needs a doc string") {
		t.Errorf("table for a doc string: got %v", err)
	}
	err = oneStep(t, "I wait 5s", func(*toys, *godog.Step) step.Binding {
		return step.Binding{
			State: func(context.Context) (any, error) { return nil, errors.New("no state today") },
			Call:  func(context.Context) step.Call { return step.Call{} },
		}
	})
	if err == nil || err.Error() != "no state today" {
		t.Errorf("state: got %v", err)
	}
	err = oneStep(t, "I wait 5s", func(*toys, *godog.Step) step.Binding {
		return step.Binding{
			State: func(context.Context) (any, error) { return 1, nil },
			Call:  func(context.Context) step.Call { return step.Call{} },
		}
	})
	if err == nil || !strings.Contains(err.Error(), "wants a state of type *step_test.toys and was given a int") {
		t.Errorf("wrong state: got %v", err)
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	err := oneStep(t, "I panic", nil)
	p, ok := errors.AsType[*step.PanicError](err)
	if !ok {
		t.Fatalf("got %T: %v", err, err)
	}
	if p.Value != "oh no" || !strings.HasPrefix(err.Error(), "the step panicked: oh no; this is a bug in the step, not in the feature\n") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(p.Stack, "toys_test.go") || strings.Contains(p.Stack, "register.go") || strings.Contains(p.Stack, "runtime/debug") {
		t.Errorf("the stack must show the step and nothing else:\n%s", p.Stack)
	}
}

type key struct{}

func TestWrapIsAroundTheRun(t *testing.T) {
	var text string
	var inner error
	err := oneStep(t, "I panic", func(s *toys, _ *godog.Step) step.Binding {
		return step.Binding{
			State: func(ctx context.Context) (any, error) {
				if ctx.Value(key{}) != "wrapped" {
					t.Error("the run does not see the context of Wrap")
				}
				return s, nil
			},
			Call: func(context.Context) step.Call { return step.Call{Text: "the text"} },
			Wrap: func(ctx context.Context, run func(context.Context) error) error {
				text = step.Text(ctx)
				inner = run(context.WithValue(ctx, key{}, "wrapped"))
				return errors.New("a better one")
			},
		}
	})
	if _, ok := errors.AsType[*step.PanicError](inner); !ok {
		t.Errorf("Wrap got %v from the run", inner)
	}
	if text != "the text" || err == nil || err.Error() != "a better one" {
		t.Errorf("text %q, error %v", text, err)
	}
	if got := step.Text(t.Context()); got != "" {
		t.Errorf("text outside of a step is %q", got)
	}
}

func TestListing(t *testing.T) {
	c := toyCatalogue(t)
	var all, some, md bytes.Buffer
	if err := step.WriteText(&all, c, ""); err != nil {
		t.Fatal(err)
	}
	golden(t, "list.txt", all.String())
	for line := range strings.Lines(all.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 79 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	if err := step.WriteText(&some, c, "POD delete"); err != nil {
		t.Fatal(err)
	}
	golden(t, "filtered.txt", some.String())
	if err := step.WriteText(io.Discard, c, "unicorn"); err == nil || !strings.Contains(err.Error(), `no step has the words "unicorn"`) {
		t.Errorf("got %v", err)
	}
	if err := step.WriteMarkdown(&md, c); err != nil {
		t.Fatal(err)
	}
	golden(t, "steps.md", md.String())
}

func TestCatalogueCannotBeChanged(t *testing.T) {
	c := toyCatalogue(t)
	c.Groups()[0].Defs[0].Name = "other"
	c.Types()[0].Name = "other"
	if c.Groups()[0].Defs[0].Name == "other" || c.Types()[0].Name == "other" {
		t.Error("what Groups and Types give belongs to the catalogue")
	}
}
