package scenarios_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/examples/ownsteps"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestOwnSteps: steps of a project are matched, and their values and tables are checked, before anything runs. Without them they are
// undefined.
func TestOwnSteps(t *testing.T) {
	own := []step.Group{ownsteps.Steps()}
	const good = "When shop \"tea\" opens with 2 counters\n    Then shop \"tea\" has 2 open counters within 1m"
	for name, c := range map[string]struct {
		steps []step.Group
		text  string
		want  string // of the error; "" for none
	}{
		"own beside gherkind's": {own, good + "\n    And deployment \"tea\" is rolled out", ""},
		"unknown":               {nil, good, `undefined step: shop "tea" opens with 2 counters`},
		"misspelt":              {own, strings.Replace(good, "open counters", "opened counters", 1), `did you mean: shop "tea" has 2 open counters within 1m`},
		"a bad value":           {own, strings.Replace(good, "has 2", "has -2", 1), `bad count "-2": write a whole number`},
		"a bad ending":          {own, strings.Replace(good, "1m", "1x", 1), `bad duration "1x"`},
		"a bad table":           {own, "When shop \"tea\" sells:\n      | green | much |\n    Then shop \"tea\" asks 3 for \"green\"", `bad table: the price of green is "much": write a whole number`},
		"no table":              {own, "When shop \"tea\" sells:\n    Then shop \"tea\" asks 3 for \"green\"", "this step needs a table"},
		"a name twice":          {[]step.Group{ownsteps.Steps(), otherShop("shop-opens", "shop {name} is new", `When shop "tea" is new`)}, good, `step "shop-opens" (shop {name} is new): the name must be unique, and the step "shop {name} opens with {count} counter(s)" of group "shop" has it, too`},
		"a pattern twice":       {[]step.Group{ownsteps.Steps(), otherShop("other", "shop {name} opens with 2 counters", `When shop "tea" opens with 2 counters`)}, good, `fits shop-opens (shop {name} opens with {count} counter(s)) and other (shop {name} opens with 2 counters)`},
	} {
		files := fstest.MapFS{"features/a.feature": {Data: []byte("Feature: F\n\n  Scenario: S\n    " + c.text + "\n")}}
		planned, err := scenarios.DryRun(scenarios.Options{FS: files, Steps: c.steps})
		switch {
		case c.want == "":
			if err != nil || planned[0].Scenarios[0].Steps[0].Definition != "shop-opens" {
				t.Errorf("%s: %v", name, err)
			}
		case !errors.As(err, new(*scenarios.UsageError)) || !strings.Contains(err.Error(), c.want):
			t.Errorf("%s:\n got %v\nwant %s", name, err, c.want)
		}
	}
}

// otherShop is a step of another group.
func otherShop(name, pattern, example string) step.Group {
	def := ownsteps.Steps().Defs[0]
	def.Name, def.Pattern, def.Example, def.Makes = name, pattern, example, step.Makes{}
	def.Run = func(context.Context, *world.World, string) error { return nil }
	return step.Group{Name: "twin", Title: "Twins", Doc: "Twins.", Defs: []step.Def{def}}
}
