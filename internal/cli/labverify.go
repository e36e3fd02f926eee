package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/feedback"
	"github.com/gherkind/gherkind/internal/lab/verify"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/scenarios"
)

func newLabVerify() *cobra.Command {
	var opts scenarios.Options
	var mutants bool
	c := &cobra.Command{
		Use:   "verify EXERCISE...",
		Short: "Check on the cluster that exercises grade their solution, start state and wrong answers as declared",
		Long: `verify grades the files of an exercise on the real cluster: the solution must get full
marks, the start state and each wrong answer the points in exercise.yaml. A criterion that
the start state already passes, or that no wrong answer fails, is an error.

With --mutants, it also breaks the solution in many ways, one at a time, and lists the
changes that no criterion notices.`,
		Example: "  gherkind lab verify labs/*\n  gherkind lab verify labs/node-port --mutants",
		Args:    usage(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			var all []*exercise.Exercise
			for _, dir := range args { // all of them are loaded before the first is verified, which takes minutes
				e, err := loadExercise(dir, exercise.Options{Seed: "verify", Cluster: opts.Cluster})
				if err != nil {
					return err
				}
				all = append(all, e)
			}
			return verifyAll(c, opts, all, mutants)
		},
	}
	clusterFlags(c.Flags(), &opts.Cluster)
	versionFlag(c.Flags(), &opts.Cluster)
	c.Flags().BoolVar(&mutants, "mutants", false, "also list changes of the solution that keep full marks; this takes long")
	return c
}

func verifyAll(c *cobra.Command, opts scenarios.Options, all []*exercise.Exercise, mutants bool) error {
	ctx := c.Context()
	begunOf(ctx).willChange()
	progress := newProgress(ctx)
	defer progress.Close()
	opts.Version, opts.Begun, opts.Cluster.Progress = version(), begunOf(ctx).in, progress
	unfair, faults := false, false
	for _, e := range all {
		fmt.Fprintln(c.OutOrStdout(), e.Dir)
		r, err := scenarios.VerifyExercise(ctx, opts, e, func(s verify.State) {
			fmt.Fprintf(c.OutOrStdout(), "  %-24s %s  %.0fs\n", s.Name, speaking(ctx).Text(feedback.Sum(s.Grade)), s.Grade.Seconds())
		})
		switch {
		case ctx.Err() != nil:
			return interruptedBy(ctx)
		case err != nil:
			return fmt.Errorf("verify %s: %w", e.Dir, err)
		}
		for _, problem := range append(r.Problems, r.Faults...) {
			fmt.Fprintf(people(c), "  ✗ %s\n", plaintext.Lines(speaking(ctx).Retell(problem), maxError))
		}
		if mutants && r.Good() {
			err = changeAll(c, opts, e)
		}
		switch {
		case ctx.Err() != nil:
			return interruptedBy(ctx)
		case err != nil:
			return fmt.Errorf("verify %s: %w", e.Dir, err)
		}
		unfair, faults = unfair || len(r.Problems) > 0, faults || len(r.Faults) > 0
	}
	switch {
	case unfair:
		return errUnfair
	case faults:
		return errUndecided
	}
	return nil
}

// changeAll lists the changes of a solution that no criterion notices. They are no mistakes as such: some do not matter.
func changeAll(c *cobra.Command, opts scenarios.Options, e *exercise.Exercise) error {
	all, kept, lost := 0, 0, 0
	err := scenarios.ChangeSolution(c.Context(), opts, e, func(m verify.Mutant) {
		all++
		says := plaintext.Line(m.File+": "+m.Says, maxError)
		switch {
		case m.Fault != "":
			lost++
			fmt.Fprintf(people(c), "  ? solution/%s: could not be judged: %s\n", says, plaintext.Line(m.Fault, maxError))
		case m.Missed == "":
			kept++
			fmt.Fprintf(people(c), "  ? solution/%s: full marks\n", says)
		}
	})
	if err == nil {
		fmt.Fprintf(people(c), "  %d changed solutions, %d with full marks, %d could not be judged\n", all, kept, lost)
	}
	return err
}

// errUnfair means that an exercise could not be verified, which the output has already shown.
var errUnfair = fmt.Errorf("%w: an exercise does not verify", errFailed)
