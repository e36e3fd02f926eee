package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/report/formats"
)

func newRun() *cobra.Command {
	s := project.Defaults()
	var how daily
	c := &cobra.Command{
		Use:   "run [PATH[:LINE]]...",
		Short: "Run scenarios: all of features/, or those of the given files, folders or lines",
		Long:  runHelp(),
		Example: `  gherkind run
  gherkind run features/pods --tags '@M6 and not @slow'
  gherkind run features/probes/liveness-exec.feature:8 --keep-on-failure
  gherkind run --profile ci
  gherkind run --retry 2 --flaky fail
  gherkind run --failed --fail-fast
  gherkind run features/shop.feature:12 --repeat 20
  gherkind run --dry-run
  gherkind run features/shop --watch
  gherkind run --kubernetes v1.36,v1.37
  gherkind run --shard 2/4 --report shard:shard-2.json
  gherkind run --on-cluster --runners 8 --report junit:junit.xml
  gherkind run --report junit:junit.xml --report github:-`,
		RunE: func(c *cobra.Command, args []string) error {
			p, err := settle(c, s, true)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				p.Features = args
			}
			return runProject(c, p, how)
		},
	}
	project.Register(c.Flags(), s)
	profileFlag(c.Flags())
	how.register(c.Flags())
	return c
}

// runProject runs the selected scenarios on one or several versions of Kubernetes.
func runProject(c *cobra.Command, p *project.Project, how daily) error {
	writers, err := reportsOf(speaking(c.Context()), p.Reports, p.Kubernetes)
	if err != nil {
		return err
	}
	opts, err := scenarios.OfProject(p)
	if err != nil {
		return err
	}
	opts.Version, opts.Steps = version(), ownSteps(c.Context())
	opts.Failed, opts.Shard, opts.ShardTimes = how.failed, how.shard, how.shardTimes
	if err := how.divided(&opts); err != nil {
		return err
	}
	switch {
	case how.shard != "" && how.watch:
		return &commandError{errors.New("--shard runs a part of the scenarios, and --watch those that are saved: use only one of them")}
	case how.dryRun && how.watch:
		return &commandError{errors.New("--dry-run runs nothing, and --watch runs repeatedly: use only one of them")}
	case how.print:
		return printOnCluster(c.OutOrStdout(), speaking(c.Context()), opts, p.Kubernetes)
	case how.dryRun:
		return dryRun(speaking(c.Context()), here().writer(c.OutOrStdout()), opts, p.Kubernetes)
	}
	repeat := func(version string) []string { return again(calledAs(os.Args[0]), c.Flags(), version) }
	if len(p.Kubernetes) > 1 && !how.watch {
		return orNothing(people(c), runVersions(c.Context(), opts, p.Kubernetes, writers, p.Quiet, p.PauseOnFailure, repeat))
	}
	if len(p.Kubernetes) == 1 {
		opts.Cluster.Kubernetes = p.Kubernetes[0]
	}
	if how.watch {
		return watchProject(c.Context(), p, opts, c.OutOrStdout(), repeat(opts.Cluster.Kubernetes))
	}
	return orNothing(people(c), runScenarios(c.Context(), opts, writers[opts.Cluster.Kubernetes], p.Quiet, p.PauseOnFailure, repeat(opts.Cluster.Kubernetes)))
}

// runHelp returns the help of run, with the report formats.
func runHelp() string {
	var b strings.Builder
	b.WriteString("Run scenarios: all of features/, or those of the given files, folders or lines.\n\n" +
		"In addition to the output on the terminal, --report FORMAT:FILE writes reports:\n\n")
	for _, f := range formats.All() {
		fmt.Fprintf(&b, "  %-10s %s\n", f.Name, f.Doc)
	}
	b.WriteString("\nEach file is replaced after every scenario.\n\n" +
		"With --retry N, failed scenarios run again in new namespaces when all others are done. One that\n" +
		"then passes is flaky: a warning or, with --flaky fail, exit code 1. If a scenario failed because of\n" +
		"the host or the cluster, its result is infrastructure; if nothing else failed, the exit code is 3.\n\n" +
		"Settings without a flag are taken from gherkind.yaml in this folder or above it; gherkind config\n" +
		"shows them.")
	return b.String()
}

func parseReports(l *say.Language, specs []string) ([]report.Listener, error) {
	var writers []report.Listener
	taken := map[string]string{} // reports, by file
	for _, spec := range specs {
		writer, err := formats.ParseIn(l, spec)
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

// show shows a run on a terminal, which must be closed afterwards, and in reports.
func show(ctx context.Context, opts *scenarios.Options, writers []report.Listener, quiet, pause bool, again []string) (*terminal.Terminal, error) {
	terminal := newTerminal(ctx, quiet, again)
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
