package assert

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// InPassing reports whether the running step directly follows an action and does not say for how long its condition must
// hold.
func InPassing(ctx context.Context, w *world.World, ending step.Ending) bool {
	return ending.For == 0 && w.Scenario.InPassing[step.Text(ctx)]
}

// warnAtOnce warns of a negative check that was met right after an action, unless the opposite was observed before. Whether
// it warns must not depend on how fast the action takes effect.
func warnAtOnce(ctx context.Context, w *world.World, timeline *observe.Timeline, ending step.Ending, otherwise func(observe.View) bool) {
	if !InPassing(ctx, w, ending) {
		return
	}
	ever := false
	if otherwise != nil {
		timeline.View(func(v observe.View) { ever = otherwise(v) })
	}
	if !ever {
		w.Warn("it was never seen to be otherwise, and right after an action nothing may have come of that yet: write `for 3s`, or await first what the action leads to")
	}
}

// WarnNumber warns of a number that was met right after an action and may not be final.
func WarnNumber(ctx context.Context, w *world.World, ending step.Ending) {
	if InPassing(ctx, w, ending) {
		w.Warn("right after an action a number may be met in passing, on the way to another one: write `for 3s`, or await first what the action leads to")
	}
}

// Ever reports whether any version of the object matched. It is for [WarnAtOnce].
func Ever(ref kube.Ref, like func(*unstructured.Unstructured) bool) func(observe.View) bool {
	return func(v observe.View) bool {
		return slices.ContainsFunc(objects.Life(v, ref), func(o observe.Observation) bool { return like(o.Object) })
	}
}
