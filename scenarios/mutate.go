package scenarios

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/operator"
)

// MutateOptions say which mutants are tried. The zero value tries all of all manifests.
type MutateOptions struct {
	// Operators make the mutants; nil means those of gherkind, see MutationOperators.
	Operators []MutationOperator
	// Budget is how long mutants are begun, the most telling first; 0 is for all.
	Budget time.Duration
	// Progress, when set, is told how far it has come.
	Progress func(MutationProgress)
}

// MutationOperator is one way to break a manifest.
type MutationOperator = operator.Operator

// MutationReport is what has become of the mutants.
type MutationReport = mutate.Report

// MutationProgress is how far the mutants have come.
type MutationProgress = mutate.Progress

// MutationOperators are those of gherkind.
func MutationOperators() []MutationOperator { return operator.Catalogue() }

// Mutate finds out what the scenarios of the options would not notice: it breaks their manifests, one change at a time, and
// runs the scenarios that use the manifest. Survivors are in the report and are no error. The errors are those of Run. When
// the context ends, the report says what was known by then.
func Mutate(ctx context.Context, options Options, m MutateOptions) (*MutationReport, error) {
	o, p, err := options.plan()
	if err != nil {
		return nil, err
	}
	suite, err := mutate.NewSuite(p)
	if err != nil {
		return nil, &UsageError{Err: err}
	}
	if m.Operators == nil {
		m.Operators = operator.Catalogue()
	}
	mutants, err := suite.Mutants(m.Operators)
	if err != nil {
		return nil, err
	}
	e := o.engine()
	mutation := mutate.Begin(suite, mutants, mutate.Options{Limits: e.Limits, Budget: m.Budget, Tell: m.Progress})
	kubernetes := ""
	err = engine.OnBenches(ctx, p, e, func(ctx context.Context, b *engine.Bench) error {
		kubernetes = b.Kubernetes()
		return mutation.On(ctx, mutate.Live(suite, b), suite.Of(b.Group.Pickles))
	})
	result := mutation.Report()
	result.Tool, result.Kubernetes = "gherkind "+o.Version, kubernetes
	return result, err
}
