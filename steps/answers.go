package steps

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// oneLineOnly matches the values that can be saved: one line, not empty.
var oneLineOnly = regexp.MustCompile(`^[^\n]+$`)

func noteOf(w *world.World, name string, value *string, err error) error {
	if err != nil {
		return err
	}
	w.SetValue(name, *value)
	w.Note("%s is %s", name, *value)
	return nil
}

func expectBody(ctx context.Context, w *world.World, ending step.Ending, good func(string) bool) error {
	return expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		if !good(strings.TrimSuffix(strings.TrimSuffix(a.Body, "\n"), "\r")) {
			return otherBody(a)
		}
		return whole(a)
	})
}

func expectInAnswer(ctx context.Context, w *world.World, path kube.JSONPath, ending step.Ending, good func(string) bool) error {
	return expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		body, err := decoded(a)
		if err != nil {
			return err
		}
		have, err := path.In(body)
		switch {
		case errors.Is(err, kube.ErrNothingThere):
			return fmt.Errorf("the answer, with status %d, has nothing at %s: it is %s", a.Status, path, remote.OneLine(a.Body))
		case err != nil:
			return err
		case !good(have):
			return fmt.Errorf("the answer, with status %d, has %s at %s", a.Status, remote.OneLine(have), path)
		}
		return nil
	})
}

func expectHeader(ctx context.Context, w *world.World, name string, ending step.Ending, good func(string) bool) error {
	return expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		values := a.Header.Values(name)
		switch have := strings.Join(values, ", "); {
		case len(values) == 0:
			return fmt.Errorf("the answer, with status %d, has no header %s", a.Status, name)
		case !good(have):
			return fmt.Errorf("the answer, with status %d, has the header %s with %s", a.Status, name, remote.OneLine(have))
		}
		return nil
	})
}

// otherBody returns an error that quotes the body.
func otherBody(a probe.Answer) error {
	if err := whole(a); err != nil {
		return fmt.Errorf("%w; it begins with %s", err, remote.OneLine(a.Body))
	}
	return fmt.Errorf("the answer, with status %d, is %s", a.Status, remote.OneLine(a.Body))
}

// whole returns an error if the end of the body was cut off.
func whole(a probe.Answer) error {
	if a.Cut {
		return fmt.Errorf("the answer, with status %d, has more than %d KiB, and the rest is not read", a.Status, probe.BodyLimit>>10)
	}
	return nil
}

// decoded parses the body as JSON.
func decoded(a probe.Answer) (value any, err error) {
	if err := whole(a); err != nil {
		return nil, err
	}
	if err := utiljson.Unmarshal([]byte(a.Body), &value); err != nil {
		return nil, fmt.Errorf("the answer, with status %d, is no JSON (%w): it is %s", a.Status, err, remote.OneLine(a.Body))
	}
	return value, nil
}

// wantedJSON is what an answer must contain: fields, or items of a list.
type wantedJSON struct{ value any }

// parseAnswer parses the YAML below a step when the feature is loaded.
func parseAnswer(doc step.DocString, at step.Place) (any, error) {
	var list []any
	if yaml.Unmarshal([]byte(doc.Text), &list) == nil && list != nil {
		return wantedJSON{list}, nil
	}
	part, err := partOf(at.URI, doc)
	if err != nil {
		return nil, err
	}
	return wantedJSON{part.Object}, nil
}
