package steps

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func everyPodOnLabelledNode(ctx context.Context, w *world.World, kind, name string, l label, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	nodes, err := watched(ctx, w, "nodes")
	if err != nil {
		return err
	}
	selector := labels.SelectorFromSet(labels.Set{l.key: l.value})
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		placed, saw := placesIn(v, ref)
		if saw != "" {
			return observe.Verdict{Saw: saw}
		}
		var good []string
		for _, node := range v.List(nodes, "", selector) {
			good = append(good, node.GetName())
		}
		return placed.onlyOn(good, l)
	})
}

// onlyOn is met when no pod is elsewhere.
func (p places) onlyOn(good []string, l label) observe.Verdict {
	if len(p.on) == 0 {
		return observe.Verdict{Saw: p.String()} // no pods prove nothing
	}
	for _, node := range p.nodes() {
		if !slices.Contains(good, node) {
			return observe.Verdict{Saw: fmt.Sprintf("node %q is not labelled %s=%s; %s", node, l.key, l.value, p)}
		}
	}
	return observe.Verdict{Met: true}
}
