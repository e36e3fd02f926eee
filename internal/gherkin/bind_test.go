package gherkin_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/status"
	"github.com/gherkind/gherkind/steps/step"
)

// counting counts the look-ups of step definitions.
type counting struct {
	gherkin.Matcher
	matched map[string]int
}

func (c counting) MatchAs(role step.Role, text string, arg step.HasArgument) (*step.Match, error) {
	c.matched[text]++
	return c.Matcher.MatchAs(role, text, arg)
}

// Lint and all runs use the result that was found for a step before the run.
func TestStepsAreMatchedOnce(t *testing.T) {
	features, err := gherkin.Load(testdata(), []string{"good"})
	if err != nil {
		t.Fatal(err)
	}
	c := counting{toys(t), map[string]int{}}
	gherkin.Bind(features, c, testdata())
	if problems := gherkin.Lint(features, toys(t)); problems != nil {
		t.Error(problems)
	}
	for _, f := range features {
		for _, p := range f.Pickles {
			for range 2 { // as after a failure
				if r, _ := execute(t, p); r.Status != status.Passed {
					t.Errorf("%s: %v", p.ID, r.Err)
				}
			}
		}
	}
	for text, times := range c.matched {
		if times > 3 { // once each after Given, When and Then, as suggestions differ
			t.Errorf("%q was matched %d times", text, times)
		}
	}
	if len(c.matched) == 0 {
		t.Error("nothing was matched")
	}
}

// A step that was not bound is a bug of the program, and never passes.
func TestStepsThatAreNotBound(t *testing.T) {
	features, err := gherkin.Load(testdata(), []string{"good"})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := execute(t, features[0].Pickles[0])
	if r.Status != status.Failed || r.Err == nil || r.Err.Error() != "the definition of this step was not looked up; this is a bug in gherkind" {
		t.Errorf("%+v", r)
	}
}
