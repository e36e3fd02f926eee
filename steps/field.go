package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func parseJSONPath(text string, _ step.Place) (any, error) { return kube.ParseJSONPath(unquote(text)) }

func fieldIs(ctx context.Context, w *world.World, kind, name, want string, path kube.JSONPath, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	err = expect(ctx, w, ending, ref, presentIn(ref, once(func(_ observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasAt(obj, path, want)
	})))
	if f, missed := errors.AsType[*explain.Failure](err); missed && want == "" {
		f.Hint = fmt.Sprintf(`an empty text is not an absent field: for that, write: %s %q has nothing at %q`, kind, name, path)
	}
	return err
}

func fieldAbsent(ctx context.Context, w *world.World, kind, name string, path kube.JSONPath, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	check := presentIn(ref, once(func(_ observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasNothingAt(obj, path)
	}))
	if !asksStatus(path) { // what was applied is there with the action
		return expect(ctx, w, ending, ref, check)
	}
	check, met := warnAtOnce(ctx, w, ending, check)
	return met(expect(ctx, w, ending, ref, check))
}

func hasNothingAt(obj *unstructured.Unstructured, path kube.JSONPath) observe.Verdict {
	have, err := path.Of(obj)
	switch {
	case errors.Is(err, kube.ErrNothingThere):
		return ofPresentSpec(obj, asksStatus(path), observe.Verdict{Met: true})
	case err != nil:
		return observe.Verdict{Saw: err.Error()}
	}
	return observe.Verdict{Saw: fmt.Sprintf("it has %s at %s", shownAt(obj, path, have), path)}
}

func hasAt(obj *unstructured.Unstructured, path kube.JSONPath, want string) observe.Verdict {
	have, err := path.Of(obj)
	switch {
	case errors.Is(err, kube.ErrNothingThere):
		return observe.Verdict{Saw: fmt.Sprintf("it has nothing at %s", path)}
	case err != nil:
		return observe.Verdict{Saw: err.Error()}
	}
	return ofPresentSpec(obj, asksStatus(path), observe.Verdict{Met: have == want, Saw: fmt.Sprintf("it has %s at %s", shownAt(obj, path, have), path)})
}

// asksStatus tells whether what a path finds is of a spec, and may be of the one before.
func asksStatus(path kube.JSONPath) bool {
	text := path.String()
	return strings.Contains(text, ".status") && !strings.Contains(text, "observedGeneration")
}
