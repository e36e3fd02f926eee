package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func parseJSONPath(text string, _ step.Place) (any, error) { return kube.ParseJSONPath(unquote(text)) }

func fieldIs(ctx context.Context, w *world.World, kind, name, want string, path kube.JSONPath, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, presentIn(ref, once(func(_ observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasAt(obj, path, want)
	})))
}

func hasAt(obj *unstructured.Unstructured, path kube.JSONPath, want string) observe.Verdict {
	have, err := path.Of(obj)
	switch {
	case errors.Is(err, kube.ErrNothingThere):
		return observe.Verdict{Saw: fmt.Sprintf("it has nothing at %s", path)}
	case err != nil:
		return observe.Verdict{Saw: err.Error()}
	}
	text := path.String()
	asksStatus := strings.Contains(text, ".status") && !strings.Contains(text, "observedGeneration")
	return ofPresentSpec(obj, asksStatus, observe.Verdict{Met: have == want, Saw: fmt.Sprintf("it has %s at %s", shownAt(obj, path, have), path)})
}
