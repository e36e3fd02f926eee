package main

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
	c := &cobra.Command{
		Use:   "verify EXERCISE...",
		Short: "Check on the cluster that exercises grade their solution, start state and wrong answers as declared",
		Long: `verify grades the files of an exercise on the real cluster: the solution must get full
marks, the start state and each wrong answer the points in exercise.yaml. A criterion that
the start state already passes, or that no wrong answer fails, is an error.`,
		Example: "  gherkind lab verify labs/*",
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
			return verifyAll(c, opts, all)
		},
	}
	clusterFlags(c.Flags(), &opts.Cluster)
	versionFlag(c.Flags(), &opts.Cluster)
	return c
}

func verifyAll(c *cobra.Command, opts scenarios.Options, all []*exercise.Exercise) error {
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

// errUnfair means that an exercise could not be verified, which the output has already shown.
var errUnfair = fmt.Errorf("%w: an exercise does not verify", errFailed)
