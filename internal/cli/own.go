package cli

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// ownKey is the key of the step definitions of a project in the context of a command.
type ownKey struct{}

// withOwn returns the context of a command with the step definitions of a project.
func withOwn(ctx context.Context, own []step.Group) context.Context {
	return context.WithValue(ctx, ownKey{}, own)
}

// ownSteps returns the step definitions of the project; none in gherkind itself.
func ownSteps(ctx context.Context) []step.Group {
	own, _ := ctx.Value(ownKey{}).([]step.Group)
	return own
}

// catalogueOf returns all step definitions of the command.
func catalogueOf(ctx context.Context) (*step.Catalogue, error) {
	catalogue, err := steps.With(ownSteps(ctx)...)
	if err != nil {
		return nil, &commandError{fmt.Errorf("the step definitions of this project cannot be used: %w", err)}
	}
	return catalogue, nil
}
