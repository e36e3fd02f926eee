package steps

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// wantedCondition is an expected condition; without a reason, any reason matches.
type wantedCondition struct {
	kind   string
	status corev1.ConditionStatus
	reason *string
}

// expectCondition warns if a condition that is expected not to be True was so from the start, as many conditions are.
func expectCondition(ctx context.Context, w *world.World, ref kube.Ref, want wantedCondition, ending step.Ending, opts ...assert.Option) error {
	if want.status != corev1.ConditionTrue {
		opts = append(opts, assert.WarnAtOnce(assert.Ever(ref, func(obj *unstructured.Unstructured) bool {
			c := kube.Condition(obj, want.kind)
			return c != nil && c["status"] != string(want.status)
		})))
	}
	return assert.Eventually(ctx, w, ending, ref, hasCondition(w, ref, want), opts...)
}

func hasCondition(w *world.World, ref kube.Ref, want wantedCondition) observe.Check {
	return objects.PresentIn(ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		verdict := objects.HasConditionAs(ref, obj, want.kind, string(want.status), want.reason)
		if want.status != corev1.ConditionTrue {
			return verdict
		}
		return assert.Heard(w, v, ref, obj, want.kind, verdict)
	}))
}

// expectNumber judges the only number at a path.
func expectNumber(ctx context.Context, w *world.World, ref kube.Ref, path kube.JSONPath, ending step.Ending, fits func(resource.Quantity) bool) error {
	return expectAt(ctx, w, ref, path, ending, numberIs(path, fits))
}

func numberIs(path kube.JSONPath, fits func(resource.Quantity) bool) func(have, shown string) observe.Verdict {
	return func(have, shown string) observe.Verdict {
		n, err := resource.ParseQuantity(have)
		if err != nil {
			return observe.Verdict{Saw: fmt.Sprintf("it has %s at %s, which is not one number", shown, path)}
		}
		return observe.Verdict{Met: fits(n), Saw: fmt.Sprintf("it has %s at %s", shown, path)}
	}
}

// expectText judges the text at a path.
func expectText(ctx context.Context, w *world.World, ref kube.Ref, path kube.JSONPath, ending step.Ending, like *regexp.Regexp) error {
	return expectAt(ctx, w, ref, path, ending, func(have, shown string) observe.Verdict {
		return observe.Verdict{Met: like.MatchString(have), Saw: fmt.Sprintf("it has %s at %s", shown, path)}
	})
}

func expectAt(ctx context.Context, w *world.World, ref kube.Ref, path kube.JSONPath, ending step.Ending, judge func(have, shown string) observe.Verdict) error {
	return expectObject(ctx, w, ref, asksStatus(path), ending, func(obj *unstructured.Unstructured) observe.Verdict { return judgedAt(obj, path, judge) })
}

func judgedAt(obj *unstructured.Unstructured, path kube.JSONPath, judge func(have, shown string) observe.Verdict) observe.Verdict {
	have, err := path.Of(obj)
	switch {
	case errors.Is(err, kube.ErrNothingThere):
		return observe.Verdict{Saw: fmt.Sprintf("it has nothing at %s", path)}
	case err != nil:
		return observe.Verdict{Saw: err.Error()}
	}
	return objects.OfPresentSpec(obj, asksStatus(path), judge(have, objects.ShownAt(obj, path, have)))
}

// differs is met if the object differs from the part, and its status, if the part contains any, is of the current spec.
func differs(obj *unstructured.Unstructured, part map[string]any) observe.Verdict {
	difference := objects.ShownDifference(part, obj)
	return objects.OfPresentSpec(obj, wantsStatus(part), observe.Verdict{Met: difference != "", Saw: "it has all of that"})
}
