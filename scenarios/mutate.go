package scenarios

import (
	"context"
	"errors"
	"path/filepath"
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
	// Fresh tries mutants again of which the state folder tells what became of them.
	Fresh bool
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
	mo, err := m.engine(o)
	if err != nil {
		return nil, err
	}
	e := o.engine()
	mo.Limits = e.Limits
	mutation := mutate.Begin(suite, mutants, mo)
	kubernetes := ""
	err = engine.OnBenches(ctx, p, e, func(ctx context.Context, b *engine.Bench) error {
		kubernetes = b.Kubernetes()
		return mutation.On(ctx, mutate.Live(suite, b), suite.Of(b.Group.Pickles))
	})
	result := mutation.Report()
	result.Tool, result.Kubernetes = "gherkind "+o.Version, kubernetes
	return result, errors.Join(err, mo.Memory.Close())
}

// memory, below the state folder, outlives the mutations.
const memory = "mutants.jsonl"

// engine are the options as they are tried. The memory in them is to be closed.
func (m MutateOptions) engine(o Options) (mutate.Options, error) {
	program, err := mutate.Program()
	if err != nil {
		return mutate.Options{}, err
	}
	open := mutate.OpenFile
	if m.Fresh {
		open = mutate.FreshFile
	}
	file, err := open(filepath.Join(o.StateDir, memory))
	if err != nil {
		return mutate.Options{}, err
	}
	return mutate.Options{Budget: m.Budget, Tell: m.Progress, Memory: file, Versions: []string{program, o.Version}}, nil
}
