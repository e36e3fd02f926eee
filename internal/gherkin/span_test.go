package gherkin_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps/step"
)

// spanToys can act, wait for something, and check that something never happened.
func spanToys(t *testing.T) *step.Catalogue {
	t.Helper()
	moment := step.Type{Name: "moment", Doc: "A moment.", Example: `"x" existed`, Pattern: `"[^"]*" existed`,
		Parse: func(text string, _ step.Place) (any, error) { return text, nil }}
	act := def("act", "I act", "When I act", func(context.Context, *toy) error { return nil })
	act.Acts = true
	wait := def("act-and-wait", "I act, and wait", "When I act, and wait", func(context.Context, *toy, step.Ending) error { return nil })
	wait.Acts = true
	c, err := step.New(reflect.TypeFor[*toy](), []step.Type{step.Duration(), moment}, step.Group{Name: "toys", Title: "Toys", Doc: "Toys.", Defs: []step.Def{
		act, wait,
		def("is", "it is so", "Then it is so", func(context.Context, *toy, step.Ending) error { return nil }),
		def("states", "it is stated", "Given it is stated", func(context.Context, *toy) error { return nil }),
		def("never", "it never was so", "Then it never was so", func(context.Context, *toy, step.Span) error { return nil }),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestNeverNeedsASpan: "never" means nothing right after an action, unless the step names the period.
func TestNeverNeedsASpan(t *testing.T) {
	for steps, wrong := range map[string]string{
		"When I act|Then it never was so":                                   "x.feature:4: this step looks back, but the step in line 3",
		"When I act|Then it never was so|And it never was so":               "x.feature:5: this step looks back, but the step in line 3",
		"When I act|And it is stated|Then it never was so":                  "x.feature:5: this step looks back, but the step in line 3",
		"When I act|And throughout, it never was so|Then it never was so":   "x.feature:5: ",
		"When I act, and wait|And I act|Then it never was so":               "x.feature:5: this step looks back, but the step in line 4",
		"When I act|Then it is so|And it never was so":                      "",
		"When I act|Then it never was so for 5s":                            "",
		"When I act|Then it never was so for 5s|And it never was so":        "",
		"When I act|Then it never was so before \"x\" existed":              "",
		"Given throughout, it never was so|When I act":                      "",
		"When I act|And I act, and wait|Then it never was so":               "",
		"Then it never was so|And it never was so|When I act|Then it is so": "",
	} {
		t.Run(steps, func(t *testing.T) {
			text := "Feature: x\nScenario: x\n" + strings.ReplaceAll(steps, "|", "\n") + "\n"
			fsys := fstest.MapFS{"x.feature": {Data: []byte(text)}}
			features, err := gherkin.Load(fsys, []string{"x.feature"})
			if err != nil {
				t.Fatal(err)
			}
			got := gherkin.Problems(lint(features, spanToys(t), fsys)).Error()
			if wrong == "" && got != "" || !strings.Contains(got, wrong) {
				t.Errorf("%q", got)
			}
			if wrong != "" {
				for _, way := range []string{"it never was so for 5s", `it never was so before "x" existed`, "throughout, it never was so"} {
					if !strings.Contains(got, way) {
						t.Errorf("%q is not offered: %s", way, got)
					}
				}
			}
		})
	}
}
