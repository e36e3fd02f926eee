package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/report/shardfile"
	"github.com/gherkind/gherkind/scenarios/report"
)

func newReport() *cobra.Command {
	c := &cobra.Command{
		Use:   "report",
		Short: "Work with the results of runs",
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
		Args:  usage(cobra.NoArgs),
	}
	c.AddCommand(newReportMerge())
	return c
}

func newReportMerge() *cobra.Command {
	var specs []string
	var quiet bool
	c := &cobra.Command{
		Use:   "merge FILE...",
		Short: "Merge the results of several shards",
		Long: `Merge the results of several shards, written by gherkind run --shard 2/4 --report shard:FILE.
The result is printed like that of a single run and has the same exit code.

If a shard is missing, or its run did not finish, and nothing failed, the exit code is 3,
because it is unknown whether its scenarios pass. Results of different runs are not merged
(exit code 2). The result of a run without --shard is printed unchanged.`,
		Example: `  gherkind report merge shard-*.json
  gherkind report merge shard-*.json --report junit:junit.xml --report html:report.html --report json:times.json`,
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			writers, err := parseReports(speaking(c.Context()), specs)
			if err != nil {
				return err
			}
			return mergeShards(c.Context(), args, writers, quiet)
		},
	}
	c.Flags().StringArrayVar(&specs, "report", nil, "also write a report, as FORMAT:FILE; may be given several times")
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "print failures and the summary only")
	return c
}

func mergeShards(ctx context.Context, files []string, writers []report.Listener, quiet bool) error {
	var shards []shardfile.Named
	var errs []error
	for _, path := range files {
		f, err := shardfile.Read(path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		shards = append(shards, shardfile.Named{Path: path, File: f})
	}
	if err := errors.Join(errs...); err != nil {
		return &commandError{err}
	}
	result, err := shardfile.Merge(shards)
	if err != nil {
		return &commandError{err}
	}
	terminal := newTerminal(ctx, quiet, nil)
	err = tellAll(result, append([]report.Listener{terminal}, writers...))
	return ended(ctx, result, errors.Join(err, terminal.Close()))
}

// tellAll reports a result to listeners as if it had just been run.
func tellAll(r *report.Run, listeners []report.Listener) error {
	var errs []error
	for _, l := range listeners {
		l.RunStarted(r)
		for _, s := range r.Scenarios {
			if s.Status != "" {
				l.ScenarioFinished(s)
			}
		}
		errs = append(errs, l.RunFinished(r))
	}
	return errors.Join(errs...)
}
