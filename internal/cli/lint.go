package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/lint/formats"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios"
)

// lintFlags are the flags of gherkind lint.
type lintFlags struct {
	format, severity string
	rules            []string
	most             int
	fix, list        bool
}

func newLint() *cobra.Command {
	var f lintFlags
	s := project.Defaults()
	c := &cobra.Command{
		Use:   "lint [PATH[:LINE]]...",
		Short: "Find mistakes in features and manifests, without a cluster",
		Long: `lint finds everything that a run would refuse or warn about, and scenarios that would
pass but prove little. Each finding has its file, line and column, severity and rule. No
cluster is contacted. docs/lint.md describes the rules.

A comment above a line ignores findings in that line:

  # gherkind:ignore RULE because REASON

Features, manifest folders, values and the cluster are taken from gherkind.yaml, as for a run.

It exits with 1 if there are errors or more warnings than --max-warnings, and with 2 if
the command line is invalid.`,
		Example: `  gherkind lint
  gherkind lint features/shop --fix
  gherkind lint --max-warnings 0 --format github`,
		RunE: func(c *cobra.Command, args []string) error {
			if f.list {
				return rules.WriteList(c.OutOrStdout(), speaking(c.Context()).Retell)
			}
			o, err := lintedOptions(c, s, args)
			if err != nil {
				return err
			}
			report, least, err := f.run(speaking(c.Context()), o)
			if err != nil {
				return err
			}
			shown := *report
			shown.Findings = slices.DeleteFunc(slices.Clone(report.Findings), func(one lint.Finding) bool { return one.Severity < least })
			if err := formats.WriteIn(speaking(c.Context()), c.OutOrStdout(), f.format, &shown, terminal.OptionsFor(os.Stdout, os.Getenv).Width); err != nil {
				return fmt.Errorf("write the findings: %w", err)
			}
			return f.outcome(speaking(c.Context()), report)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.format, "format", "text", "output format: "+strings.Join(formats.Names(), ", "))
	flags.StringVar(&f.severity, "severity", "info", "omit findings that are less severe than this: info, warning or error")
	flags.StringSliceVar(&f.rules, "rules", nil, "only these rules; * matches any characters, as in unknown-*")
	flags.IntVar(&f.most, "max-warnings", -1, "exit with 1 if there are more warnings than this")
	flags.BoolVar(&f.fix, "fix", false, "fix what is certain in the files: odd characters, misspelt keywords")
	flags.BoolVar(&f.list, "list-rules", false, "only print the rules")
	flags.StringVar(&s.Cluster.Kubernetes, "kubernetes", "", "version of Kubernetes that the features are for, such as v1.36")
	project.Register(flags, s, "manifests", "values", "scenario-timeout")
	profileFlag(flags)
	return c
}

// lintedOptions returns the options from the project file and the arguments.
func lintedOptions(c *cobra.Command, s *project.Settings, args []string) (lint.Options, error) {
	p, err := settle(c, s, false)
	if err != nil {
		return lint.Options{}, err
	}
	opts, err := scenarios.OfProject(p)
	if err != nil {
		return lint.Options{}, err
	}
	o := lint.Options{Paths: opts.Paths, Manifests: opts.Manifests, Values: opts.Values, Cluster: opts.Cluster, Limit: opts.ScenarioTimeout}
	if o.SetUp, err = p.OneSetUp(); err != nil {
		return lint.Options{}, err
	}
	if o.Catalogue, err = catalogueOf(c.Context()); err != nil {
		return lint.Options{}, err
	}
	if len(args) > 0 {
		o.Paths = args
	}
	if len(p.Kubernetes) > 0 && !c.Flags().Changed("kubernetes") {
		o.Cluster.Kubernetes = p.Kubernetes[0]
	}
	return o, nil
}

// run checks the features, and fixes them if requested.
func (f lintFlags) run(l *say.Language, o lint.Options) (*lint.Report, rules.Severity, error) {
	least, err := rules.ParseSeverity(f.severity)
	if err != nil {
		return nil, 0, &commandError{fmt.Errorf("--severity: %w", err)}
	}
	if !slices.Contains(formats.Names(), f.format) {
		return nil, 0, &commandError{fmt.Errorf("--format %s: it is one of %s", f.format, strings.Join(formats.Names(), ", "))}
	}
	if len(f.rules) > 0 {
		if o.Rules, err = rules.Match(f.rules...); err != nil {
			return nil, 0, &commandError{fmt.Errorf("--rules: %w", err)}
		}
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, 0, fmt.Errorf("find the working folder: %w", err)
	}
	if o.FS, o.Paths, err = tree.Rooted(dir, o.Paths); err != nil {
		return nil, 0, &scenarios.UsageError{Err: err}
	}
	o.Manifests = tree.Names(o.FS, o.Manifests)
	o.SetUp = o.SetUp.Seen(func(names []string) []string { return tree.Names(o.FS, names) })
	report, err := lint.Run(o)
	if err == nil && f.fix {
		report, err = mend(l, dir, o, report)
	}
	if errors.As(err, new(gherkin.Problems)) {
		err = &scenarios.UsageError{Err: err}
	}
	return report, least, err
}

// mostPasses limits how often files are fixed: a file that could not be parsed shows further findings only after a fix.
const mostPasses = 5

// mend rewrites the files with all fixes, and checks them again.
func mend(l *say.Language, dir string, o lint.Options, report *lint.Report) (*lint.Report, error) {
	total := 0
	for range mostPasses {
		files, mended, err := lint.Fixed(report.Findings, func(file string) ([]byte, error) { return fs.ReadFile(o.FS, file) })
		if err != nil {
			return nil, err
		}
		if mended == 0 {
			break
		}
		for file, data := range files {
			if err := rewrite(dir, file, data); err != nil {
				return nil, err
			}
		}
		total += mended
		if report, err = lint.Run(o); err != nil {
			return nil, err
		}
	}
	if total > 0 {
		fmt.Fprintln(os.Stderr, said(l, fmt.Sprintf("fixed %s", words.Times("finding", total))))
	}
	return report, nil
}

// rewrite replaces the content of a file and keeps its permissions. For a link, it rewrites the target.
func rewrite(dir, file string, data []byte) error {
	name := filepath.FromSlash(file)
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if err := atomicfile.Write(name, data, info.Mode().Perm()); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// outcome returns the error for the findings.
func (f lintFlags) outcome(l *say.Language, r *lint.Report) error {
	if warnings := r.Count(rules.Warning); f.most >= 0 && warnings > f.most {
		fmt.Fprintln(os.Stderr, said(l, fmt.Sprintf("%s, and --max-warnings allows %d", words.Times("warning", warnings), f.most)))
		return errFailed
	}
	if r.Count(rules.Error) > 0 {
		return errFailed
	}
	return nil
}
