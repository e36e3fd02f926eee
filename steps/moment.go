package steps

import (
	"context"
	"errors"
	"regexp"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Moment is when an object came into being.
type Moment struct{ Kind, Name string }

func momentType() step.Type {
	return step.Type{
		Name: "moment", Pattern: kindPattern + " +" + quoted + " +existed", Example: `service "mydb" existed`, Parse: parseMoment,
		Doc: `A moment of the scenario: when an object, of any kind, came into being.`,
	}
}

var momentParts = regexp.MustCompile("^(" + kindPattern + ") +(" + quoted + ") +existed$")

func parseMoment(text string, at step.Place) (any, error) {
	m := momentParts.FindStringSubmatch(text)
	if m == nil {
		return nil, errors.New(`write an object, as in: before service "mydb" existed`)
	}
	name, err := parseName(m[2], at)
	if err != nil {
		return nil, err
	}
	return Moment{m[1], name.(string)}, nil
}

func (m Moment) resolve(ctx context.Context, w *world.World) (kube.Ref, error) {
	return w.Resolve(ctx, m.Kind, m.Name)
}
