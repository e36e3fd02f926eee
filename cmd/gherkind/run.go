package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/report/formats"
)

func newRun() *cobra.Command {
	var opts scenarios.Options
	var reports, versions []string
	var quiet, pause bool
	var flaky string
	c := &cobra.Command{
		Use:   "run [PATH[:LINE]]...",
		Short: "Run scenarios: all of features/, or those of the given files, folders or lines",
		Long:  runHelp(),
		Example: `  gherkind run
  gherkind run features/pods --tags '@M6 and not @slow'
  gherkind run features/probes/liveness-exec.feature:8 --keep-on-failure
  gherkind run --retry 2 --flaky fail
  gherkind run --kubernetes v1.36,v1.37
  gherkind run --report junit:junit.xml --report github:-`,
		RunE: func(c *cobra.Command, args []string) error {
			opts.Paths, opts.Version = args, version()
			if len(versions) == 1 {
				opts.Cluster.Kubernetes = versions[0]
			}
			writers, err := reportsOf(reports, versions)
			if err != nil {
				return err
			}
			if c.Flags().Changed("parallel") && opts.Parallel < 1 {
				return &commandError{fmt.Errorf("--parallel %d: at least 1 scenario must run at a time", opts.Parallel)}
			}
			if opts.ScenarioTimeout <= 0 {
				return &commandError{fmt.Errorf("--scenario-timeout %s: it must be longer than 0", opts.ScenarioTimeout)}
			}
			if opts.FlakyFails, err = flakyFails(flaky); err != nil {
				return err
			}
			if opts.Retry < 0 {
				return &commandError{fmt.Errorf("--retry %d: it is how many more times a scenario may be tried, so 0 or more", opts.Retry)}
			}
			repeat := func(version string) []string { return again(calledAs(os.Args[0]), c.Flags(), version) }
			if len(versions) > 1 {
				return runVersions(c.Context(), opts, versions, writers, quiet, pause, repeat)
			}
			return runScenarios(c.Context(), opts, writers[opts.Cluster.Kubernetes], quiet, pause, repeat(opts.Cluster.Kubernetes))
		},
	}
	flags := c.Flags()
	flags.StringVarP(&opts.Tags, "tags", "t", "", "run only scenarios that fit this Cucumber tag expression")
	flags.IntVarP(&opts.Parallel, "parallel", "p", 0, "how many scenarios run at a time (default: as many as this machine can take)")
	flags.BoolVar(&opts.KeepOnFailure, "keep-on-failure", false, "leave the namespaces of failed scenarios in the cluster")
	flags.BoolVar(&pause, "pause-on-failure", false, "wait at each failure, before anything is cleaned up, for a person to look at it")
	flags.IntVar(&opts.Retry, "retry", 0, "try scenarios that failed again, up to this many times, in new namespaces")
	flags.StringVar(&flaky, "flaky", "warn", "what a scenario does that passed only when tried again: fail the run, or warn")
	flags.BoolVar(&opts.Patient, "patient", false, "wait until a step's time is over, also when what it awaits cannot come")
	flags.DurationVar(&opts.ScenarioTimeout, "scenario-timeout", scenarios.DefaultScenarioTimeout, "end a scenario whose steps together take longer")
	flags.StringSliceVar(&opts.AllowChanges, "allow-changes", nil, "let scenarios change and delete this cluster-scoped object (KIND/NAME), which they have not made; nothing undoes that")
	flags.BoolVar(&opts.AllowNodeChanges, "allow-node-changes", false, "let scenarios label, taint, cordon and drain the nodes of a cluster of yours (--kubeconfig); it is undone when they end")
	flags.StringArrayVar(&reports, "report", nil, "also write a report, as FORMAT:FILE; may be given several times")
	flags.BoolVarP(&quiet, "quiet", "q", false, "print failures and the summary only")
	flags.StringSliceVar(&versions, "kubernetes", nil, "version of Kubernetes, such as v1.36; of several (v1.36,v1.37), one after the other (default "+cluster.DefaultKubernetes()+")")
	clusterFlags(flags, &opts.Cluster)
	flags.Var((*askFromFlag)(&opts.Cluster.AskFrom), "ask-from", "where requests from outside the cluster are sent from: host, container, or auto")
	return c
}

// runHelp lists the reports, of which each flag names one.
func runHelp() string {
	var b strings.Builder
	b.WriteString("Run scenarios: all of features/, or those of the given files, folders or lines.\n\n" +
		"Besides what is shown, reports are written with --report FORMAT:FILE:\n\n")
	for _, f := range formats.All() {
		fmt.Fprintf(&b, "  %-10s %s\n", f.Name, f.Doc)
	}
	b.WriteString("\nEach is written anew after every scenario, except table.\n\n" +
		"Scenarios that failed are tried again with --retry N, when all others are done and in new\n" +
		"namespaces. One that then passes is flaky: a warning, or with --flaky fail exit code 1. One that\n" +
		"fails every time is real, and one in which the host or the cluster was at fault is infrastructure. When\n" +
		"that is all that failed, the exit code is 3.")
	return b.String()
}

// flakyFails reads the value of --flaky.
func flakyFails(word string) (bool, error) {
	switch word {
	case "fail":
		return true, nil
	case "warn":
		return false, nil
	}
	return false, &commandError{fmt.Errorf("--flaky %s: it is fail or warn", word)}
}

func parseReports(specs []string) ([]report.Listener, error) {
	var writers []report.Listener
	taken := map[string]string{} // by the file
	for _, spec := range specs {
		writer, err := formats.Parse(spec)
		if err != nil {
			return nil, &commandError{fmt.Errorf("--%w", err)}
		}
		_, file, _ := strings.Cut(spec, ":")
		if other := taken[filepath.Clean(file)]; other != "" {
			return nil, &commandError{fmt.Errorf("--report %s: %s is written by --report %s already", spec, file, other)}
		}
		taken[filepath.Clean(file)] = spec
		writers = append(writers, writer)
	}
	return writers, nil
}

func runScenarios(ctx context.Context, opts scenarios.Options, writers []report.Listener, quiet, pause bool, again []string) error {
	terminal, err := show(ctx, &opts, writers, quiet, pause, again)
	if err != nil {
		return err
	}
	result, err := scenarios.Run(ctx, opts)
	terminal.Close()
	return ended(ctx, result, err)
}

// show has the run shown on a terminal, which is to be closed after it, and in reports.
func show(ctx context.Context, opts *scenarios.Options, writers []report.Listener, quiet, pause bool, again []string) (*terminal.Terminal, error) {
	terminal := newTerminal(quiet, again)
	if pause {
		p, err := newPauser(terminal)
		if err != nil {
			return nil, err
		}
		opts.Pause = p.ask
	}
	begunOf(ctx).willChange()
	opts.Cluster.Progress, opts.Begun = terminal, begunOf(ctx).in
	opts.Listeners = append([]report.Listener{terminal}, writers...)
	return terminal, nil
}
