package step_test

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func ExampleDef() {
	def := step.Def{
		Name:    "shop-is-open",
		Pattern: `the shop {name} is open`,
		Doc:     "The shop serves customers.",
		Example: `Then the shop "web" is open within 30s`,
		Run: func(_ context.Context, _ *world.World, _ string, _ step.Ending) error {
			return nil // wait until the shop with that name is open, at most for the ending's Within
		},
	}
	fmt.Println(def.Example)
	// Output: Then the shop "web" is open within 30s
}
