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
			return nil // wait until the shop with that name is open, for at most the ending's Within
		},
	}
	fmt.Println(def.Example)
	// Output: Then the shop "web" is open within 30s
}

// The type of a parameter turns a name into a reference. Here it is a pod, which is resolved when the step runs.
func ExampleDef_reference() {
	def := step.Def{
		Name:    "pod-is-clean",
		Pattern: `pod {name} is clean`,
		Doc:     "Nothing is left in the pod's working directory.",
		Example: `Then pod "web" is clean`,
		Run: func(_ context.Context, _ *world.World, pod world.PodRef, _ step.Ending) error {
			return fmt.Errorf("%s in namespace %s is not clean", pod, pod.Namespace)
		},
	}
	fmt.Println(def.Pattern)
	// Output: pod {name} is clean
}
