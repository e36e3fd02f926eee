package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/operator"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/words"
)

// MutateOptions select the mutants. The zero value runs all mutants of all manifests.
type MutateOptions struct {
	// Operators create the mutants; nil means all of gherkind's, see MutationOperators.
	Operators []MutationOperator
	// Budget is the time after which no more mutants are started; the most valuable operators come first. 0 means no limit.
	Budget time.Duration
	// Steps also changes scenarios: one When is removed, or one Then is negated.
	Steps bool
	// Since, if set, is a git ref: only manifests that differ from it are mutated, and those of features that differ from it.
	Since string
	// List lists the mutants without running them. No cluster is needed.
	List bool
	// Fresh ignores the results that are cached in the state folder.
	Fresh bool
	// Judge identifies the code that runs the scenarios: cached results are valid while it stays the same. If empty, it is a
	// hash of this program.
	Judge string
	// Progress, if set, is called with the progress.
	Progress func(MutationProgress)
}

// MutationOperator is one way to break a manifest.
type MutationOperator = operator.Operator

// MutationReport is the result of the mutants.
type MutationReport = mutate.Report

// MutationProgress is the progress of the mutants.
type MutationProgress = mutate.Progress

// MutationOperators returns gherkind's operators with the given names, in which * matches any characters; without names, it
// returns all. For an unknown name the error is a [*UsageError] that lists them.
func MutationOperators(names ...string) ([]MutationOperator, error) {
	all := operator.Catalogue()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []MutationOperator
	for _, name := range names {
		fits := func(o MutationOperator) bool { match, err := path.Match(name, o.Name); return err == nil && match }
		if !slices.ContainsFunc(all, fits) {
			return nil, &UsageError{Err: noOperator(name, all)}
		}
		for _, o := range all {
			if fits(o) && !slices.ContainsFunc(chosen, func(c MutationOperator) bool { return c.Name == o.Name }) {
				chosen = append(chosen, o)
			}
		}
	}
	return chosen, nil
}

func noOperator(name string, all []MutationOperator) error {
	var known []string
	for _, o := range all {
		known = append(known, o.Name)
	}
	if near := words.Nearest(name, known); near != "" {
		return fmt.Errorf("there is no operator %q; did you mean %s?", name, near)
	}
	return fmt.Errorf("there is no operator %q; there are %s", name, strings.Join(known, ", "))
}

// Mutate finds out what the scenarios of the options would not notice: it breaks their manifests, one change at a time, and
// runs the scenarios that use the manifest. Survivors are in the report and are no error. The errors are those of Run. When
// the context ends, the report says what was known by then.
func Mutate(ctx context.Context, options Options, m MutateOptions) (*MutationReport, error) {
	wanted, err := m.wanted(ctx, options)
	if err != nil {
		return nil, &UsageError{Err: err}
	}
	o, p, err := options.plan()
	if err != nil {
		return nil, err
	}
	suite, mutants, notes, err := m.mutants(p, wanted)
	if err != nil {
		return nil, &UsageError{Err: err}
	}
	p.Pickles = suite.Tried(mutants)
	if len(p.Pickles) == 0 || m.List {
		return m.listed(o, suite, mutants, notes), nil
	}
	mo, err := m.engine(o)
	if err != nil {
		return nil, err
	}
	e := o.engine()
	if mo.Limits = e.Limits; o.Parallel == 0 {
		mo.Limits = engine.TrialLimits()
	}
	mutation := mutate.Begin(suite, mutants, mo)
	for _, note := range notes {
		mutation.Note(note)
	}
	kubernetes := ""
	err = engine.OnBenches(ctx, p, e, func(ctx context.Context, b *engine.Bench) error {
		kubernetes = b.Kubernetes()
		return mutation.On(ctx, mutate.Live(suite, b), suite.Of(b.Group.Pickles))
	})
	result := mutation.Report()
	result.Tool, result.Kubernetes = "gherkind "+o.Version, kubernetes
	return result, errors.Join(err, mo.Memory.Close())
}

// listed returns the report of mutants that are only listed.
func (m MutateOptions) listed(o Options, suite *mutate.Suite, mutants []*mutate.Mutant, notes []string) *MutationReport {
	mutation := mutate.Begin(suite, mutants, mutate.Options{})
	for _, note := range notes {
		mutation.Note(note)
	}
	result := mutation.Report()
	result.Tool, result.Listed = "gherkind "+o.Version, m.List
	return result
}

// mutants returns the selected mutants, and notes about declarations of equivalent ones.
func (m MutateOptions) mutants(p *plan.Plan, wanted func(*mutate.Source) bool) (s *mutate.Suite, all []*mutate.Mutant, notes []string, err error) {
	if s, err = mutate.NewSuite(p); err != nil {
		return nil, nil, nil, err
	}
	operators := m.Operators
	if operators == nil {
		operators = operator.Catalogue()
	}
	if all, err = s.Mutants(operators, wanted); err != nil {
		return nil, nil, nil, err
	}
	if m.Steps {
		for _, each := range s.StepMutants() {
			if wanted(each.Source) {
				all = append(all, each)
			}
		}
		slices.SortStableFunc(all, func(a, b *mutate.Mutant) int { return cmp.Compare(b.Weight, a.Weight) })
	}
	if notes, err = s.Declare(all); m.Operators != nil {
		notes = nil // a declaration may be for an operator that is not used
	}
	return s, all, notes, err
}

// wanted returns a function that selects the manifests to break.
func (m MutateOptions) wanted(ctx context.Context, o Options) (func(*mutate.Source) bool, error) {
	if m.Since == "" {
		return func(*mutate.Source) bool { return true }, nil
	}
	if o.FS != nil {
		return nil, errors.New("what has changed since a git ref is known of the files of the working folder only")
	}
	dir, err := os.Getwd()
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("find the working folder: %w", err)
	}
	files, err := mutate.Changed(ctx, dir, m.Since)
	return mutate.Touched(dir, files), err
}

// memory, below the state folder, is kept between mutations.
const memory = "mutants.jsonl"

// engine returns the options for trying mutants. Their memory must be closed.
func (m MutateOptions) engine(o Options) (mutate.Options, error) {
	judge := m.Judge
	if judge == "" {
		var err error
		if judge, err = mutate.Program(); err != nil {
			return mutate.Options{}, err
		}
	}
	open := mutate.OpenFile
	if m.Fresh {
		open = mutate.FreshFile
	}
	file, err := open(filepath.Join(o.StateDir, memory))
	if err != nil {
		return mutate.Options{}, err
	}
	return mutate.Options{Budget: m.Budget, Tell: m.Progress, Memory: file, Versions: []string{judge, o.Version}}, nil
}
