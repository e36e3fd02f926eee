package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/mutate/formats"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios"
)

func newMutate() *cobra.Command {
	s := project.Defaults()
	var m scenarios.MutateOptions
	var reports, operators []string
	var minScore float64
	c := &cobra.Command{
		Use:   "mutate [PATH[:LINE]]...",
		Short: "Break manifests, one change at a time, and list the changes that no scenario notices",
		Long: `mutate finds out what a passing suite would not notice. It removes or changes one thing
in a manifest: a probe, a port, a label. Then it runs the scenarios that use the manifest,
each until its first failed step. A change that no scenario notices is a survivor: the
report says what was changed, and what a scenario could assert.`,
		Example: `  gherkind mutate features/probes/tcp-socket.feature
  gherkind mutate --list features/probes
  gherkind mutate --budget 10m`,
		RunE: func(c *cobra.Command, args []string) error {
			opts, err := projectOptions(c, s, args)
			if err != nil {
				return err
			}
			if c.Flags().Changed("budget") && m.Budget <= 0 {
				return &commandError{fmt.Errorf("--budget %s: it must be longer than 0", m.Budget)}
			}
			if minScore < 0 || minScore > 100 {
				return &commandError{fmt.Errorf("--min-score %v: it is a percentage, from 0 to 100", minScore)}
			}
			writers, err := mutationReports(reports)
			if err != nil {
				return err
			}
			if len(operators) > 0 {
				if m.Operators, err = scenarios.MutationOperators(operators...); err != nil {
					return err
				}
			}
			r, err := mutateSuite(c.Context(), opts, m, writers)
			if err != nil {
				return err
			}
			if m.List {
				return nil
			}
			return mutationOutcome(speaking(c.Context()), r, minScore)
		},
	}
	flags := c.Flags()
	project.Register(flags, s, "values", "tags", "parallel", "allow-node-changes", "ask-from")
	flags.DurationVar(&m.Budget, "budget", 0, "stop starting mutants after this time; the most valuable operators come first")
	flags.StringSliceVar(&operators, "operators", nil, "only these operators; * matches any characters, as in probe-*")
	flags.BoolVar(&m.Steps, "steps", false, "also change scenarios: remove one When at a time, and negate one Then at a time")
	flags.Float64Var(&minScore, "min-score", 0, "exit with 1 if less than this percentage of the mutants was noticed")
	flags.StringVar(&m.Since, "since", "", "only manifests that differ from this git ref, and those of features that differ from it")
	flags.StringArrayVar(&reports, "report", nil, "also write a report, as FORMAT:FILE; FORMAT alone writes to standard output, instead of the usual output; may be given several times")
	flags.BoolVar(&m.List, "list", false, "list the mutants without running them; needs no cluster")
	flags.BoolVar(&m.Fresh, "fresh", false, "ignore cached results")
	clusterFlags(flags, s.Cluster)
	versionFlag(flags, s.Cluster)
	profileFlag(flags)
	return c
}

// mutationReports returns the reports that the flags request.
func mutationReports(specs []string) ([]formats.Writer, error) {
	var writers []formats.Writer
	for _, spec := range specs {
		w, err := formats.Parse(spec)
		if err != nil {
			return nil, &commandError{fmt.Errorf("--%w", err)}
		}
		writers = append(writers, w)
	}
	return writers, nil
}

// mutateSuite tries the mutants, with progress on standard error and the report on standard output.
func mutateSuite(ctx context.Context, opts scenarios.Options, m scenarios.MutateOptions, writers []formats.Writer) (*scenarios.MutationReport, error) {
	begunOf(ctx).willChange()
	opts.Begun = begunOf(ctx).in
	progress := newProgress(ctx)
	opts.Cluster.Progress = progress
	m.Progress = func(p scenarios.MutationProgress) { progress.Renew(speaking(ctx).Text(p.Text())) }
	result, err := scenarios.Mutate(ctx, opts, m)
	progress.Close()
	if result == nil {
		return nil, err
	}
	if err := errors.Join(err, writeMutation(speaking(ctx), result, writers)); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, interruptedBy(ctx)
	}
	return result, nil
}

// errTooFewNoticed means that the score is too low, which the report has already shown.
var errTooFewNoticed = fmt.Errorf("%w: too few mutants were noticed", errFailed)

// mutationOutcome returns the error of a finished mutation run.
func mutationOutcome(l *say.Language, r *scenarios.MutationReport, least float64) error {
	below, sure := r.Score.Below(least)
	switch {
	case below && sure:
		fmt.Fprintln(os.Stderr, said(l, fmt.Sprintf("the score is below --min-score %v", least)))
		return errTooFewNoticed
	case below:
		return errInfrastructure
	case r.NothingPassed():
		fmt.Fprintln(os.Stderr, said(l, "no scenario passes unchanged, so no mutant could run"))
		return errFailed
	}
	return nil
}

// writeMutation writes the report for people, unless another report uses standard output, and the requested reports.
func writeMutation(l *say.Language, r *scenarios.MutationReport, writers []formats.Writer) error {
	toStdout := func(w formats.Writer) bool { return w.File == "-" }
	var errs []error
	if !slices.ContainsFunc(writers, toStdout) {
		errs = append(errs, formats.TerminalIn(l, os.Stdout, r, terminal.OptionsFor(os.Stdout, os.Getenv).Width))
	}
	for _, w := range writers {
		errs = append(errs, w.Write(l, r, os.Stdout))
	}
	return errors.Join(errs...)
}
