package main

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
		Short: "Make reports of results that runs have written",
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
		Short: "Make one result of those of several shards",
		Long: `Make one result of those of several shards, which gherkind run --shard 2/4 --report shard:FILE has
written. It is printed like the result of a single run, and has the same exit code.

A shard that is missing, or whose run did not finish, is exit code 3 when nothing failed:
its scenarios are not known to pass. Files of different runs are not merged (exit code 2). A single file of a
run without --shard is printed as it is.`,
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

// tellAll gives a result to listeners as if it had just been run.
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
