package steps

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// now evaluates a check once, on what has been observed so far: for history
// that no waiting can change.
func now(ctx context.Context, w *world.World, about kube.Ref, check observe.Check) error {
	verdict, err := w.Timeline.SoFar(ctx, check)
	if err != nil || verdict.Met {
		return err
	}
	return failure(ctx, w, about, 0, fmt.Errorf("%s", verdict.Saw))
}

// conditionOf reads status.conditions, which every kind that has conditions
// writes in the same form.
func conditionOf(obj *unstructured.Unstructured, condition string) map[string]any {
	if obj == nil {
		return nil
	}
	conditions, _, err := unstructured.NestedSlice(obj.Object, "status", "conditions")
	if err != nil {
		return nil
	}
	for _, c := range conditions {
		if m, ok := c.(map[string]any); ok && m["type"] == condition {
			return m
		}
	}
	return nil
}

// times writes a number with its noun: "1 restart", "2 restarts".
func times(noun string, n int) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
