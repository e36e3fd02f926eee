package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	marksof "github.com/gherkind/gherkind/internal/lab/export"
	lints "github.com/gherkind/gherkind/internal/lint/formats"
	mutations "github.com/gherkind/gherkind/internal/mutate/formats"
	"github.com/gherkind/gherkind/internal/offered"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
	reports "github.com/gherkind/gherkind/scenarios/report/formats"
)

// dockerAnswers is how long shell completion waits for Docker.
const dockerAnswers = 2 * time.Second

// completeAll registers shell completion for the arguments and flags of a command and its subcommands.
func completeAll(c *cobra.Command) {
	if c.ValidArgsFunction == nil && c.Runnable() {
		c.ValidArgsFunction = argumentsOf(c)
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if offer := valuesOf(c, f.Name); offer != nil {
			_ = c.RegisterFlagCompletionFunc(f.Name, offer) // it fails only if there is no such flag, or it is already registered
		}
	})
	for _, sub := range c.Commands() {
		completeAll(sub)
	}
}

// argumentsOf returns the completion for the arguments of a command. nil leaves it to the shell, which completes files.
func argumentsOf(c *cobra.Command) cobra.CompletionFunc {
	_, arguments, takes := strings.Cut(c.Use, " ")
	switch first, _, _ := strings.Cut(strings.TrimSuffix(arguments, "..."), " "); {
	case strings.HasPrefix(first, "[PATH"):
		return offerFeatures
	case first == "EXERCISE":
		return offerExercise
	case first == "BUNDLE":
		return offerBundles
	case first == "ROSTER.csv":
		return offerRoster
	case first == "[DIR]", first == "FOLDER":
		return cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
	case takes && first != "[WORD]" && first != "KIND/NAME":
		return nil
	}
	return cobra.NoFileCompletions
}

// valuesOf returns the completion for the value of a flag; nil leaves it to the shell.
func valuesOf(c *cobra.Command, flag string) cobra.CompletionFunc {
	switch flag {
	case "profile":
		return fixed(profiles)
	case "tags":
		return offerTags
	case "report":
		return offerReports(c.Name() == "mutate")
	case "export":
		return formatAndFile(marksof.All(), func(f marksof.Format) (string, string) { return f.Name, f.Doc })
	case "format":
		return cobra.FixedCompletions(formatsOf(c.Name()), cobra.ShellCompDirectiveNoFileComp)
	case "name":
		return offerClusters
	case "context":
		return offerContexts
	case "topology":
		return cobra.FixedCompletions(topology.Names(), cobra.ShellCompDirectiveDefault)
	case "kubernetes":
		return fixed(versions)
	case "rules":
		return fixed(ruleNames)
	case "severity":
		return cobra.FixedCompletions([]string{"info", "warning", "error"}, cobra.ShellCompDirectiveNoFileComp)
	case "ci":
		return cobra.FixedCompletions([]string{"github", "gitlab", "none"}, cobra.ShellCompDirectiveNoFileComp)
	case "lang":
		return cobra.FixedCompletions([]string{"en", "zh-CN"}, cobra.ShellCompDirectiveNoFileComp)
	case "language":
		return cobra.FixedCompletions([]string{"en", "zh"}, cobra.ShellCompDirectiveNoFileComp)
	case "manifests", "checkout", "out", "pages":
		return cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
	}
	if choices := choicesOf(flag); choices != nil {
		return cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)
	}
	return nil
}

func choicesOf(flag string) []string {
	for _, s := range project.Table() {
		if s.HasFlag() && s.Name() == flag {
			return s.Choices
		}
	}
	return nil
}

func formatsOf(verb string) []string {
	switch verb {
	case "lint":
		return lints.Names()
	case "steps":
		return []string{"text", "json", "cucumber", "markdown"}
	}
	return []string{"text", "json"}
}

// fixed calls names only when completion is requested.
func fixed(names func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names(), cobra.ShellCompDirectiveNoFileComp
	}
}

func versions() []string {
	var names []string
	for _, v := range nodeimage.Kubernetes() {
		names = append(names, v.String())
	}
	return names
}

func ruleNames() []string {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	return names
}

// projectFile returns the project file for the working folder; nil if there is none, or it cannot be read.
func projectFile() *project.File {
	path, err := project.Nearest(".")
	if err != nil || path == "" {
		return nil
	}
	file, err := project.Read(path)
	if err != nil {
		return nil
	}
	return file
}

func profiles() []string {
	if file := projectFile(); file != nil {
		return file.Profiles
	}
	return nil
}

// more returns the directive for names, of which some may be continued if open.
func more(open bool) cobra.ShellCompDirective {
	if open {
		return cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return cobra.ShellCompDirectiveNoFileComp
}

func offerFeatures(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	names, open := offered.Features(".", typed)
	return names, more(open)
}

// offerTags offers the tags in the features to be run.
func offerTags(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if opts, err := projectOptions(c, project.Defaults(), args); err == nil && len(opts.Paths) > 0 {
		args = opts.Paths
	}
	if len(args) == 0 {
		args = []string{"features"}
	}
	return offered.Tags(".", args, typed), cobra.ShellCompDirectiveNoFileComp
}

// formatAndFile offers formats followed by a colon, after which the shell completes files.
func formatAndFile[F any](all []F, of func(F) (name, doc string)) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		if strings.Contains(typed, ":") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		var names []string
		for _, f := range all {
			name, doc := of(f)
			names = append(names, cobra.CompletionWithDesc(name+":", doc))
		}
		return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

func offerReports(ofMutants bool) cobra.CompletionFunc {
	if ofMutants {
		return formatAndFile(mutations.All(), func(f mutations.Format) (string, string) { return f.Name, f.Doc })
	}
	return formatAndFile(reports.All(), func(f reports.Format) (string, string) { return f.Name, f.Doc })
}

// offerClusters offers the kind clusters of this machine, including stopped ones.
func offerClusters(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(c.Context(), dockerAnswers)
	defer cancel()
	containers, err := docker.OfAllClusters(ctx)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, one := range containers {
		names = append(names, one.Cluster)
	}
	slices.Sort(names)
	return slices.Compact(names), cobra.ShellCompDirectiveNoFileComp
}

func offerContexts(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	o := cluster.Options{}
	if f := c.Flags().Lookup("kubeconfig"); f != nil {
		o.Kubeconfig = f.Value.String()
	}
	return o.Contexts(), cobra.ShellCompDirectiveNoFileComp
}

func offerExercise(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 1 && c.Name() == "check" {
		return criteria(args[0]), cobra.ShellCompDirectiveNoFileComp
	}
	if len(args) > 0 && !strings.HasSuffix(c.Use, "...") {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names, open := offered.Exercises(".", typed, exercise.SettingsFile)
	return names, more(open)
}

// criteria returns the criteria of an exercise, with their titles.
func criteria(dir string) []string {
	e, err := exercise.Load(dir, exercise.Options{})
	if err != nil {
		return nil
	}
	var names []string
	for _, one := range e.Criteria {
		names = append(names, cobra.CompletionWithDesc(one.ID, one.Title))
	}
	return names
}

func offerRoster(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return []string{"csv"}, cobra.ShellCompDirectiveFilterFileExt
	}
	names, open := offered.Exercises(".", typed, exercise.SettingsFile)
	return names, more(open)
}

// offerBundles offers the recordings of this project, or else files.
func offerBundles(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	dir := "."
	if file := projectFile(); file != nil {
		dir = filepath.Clean(file.Dir())
	}
	if names := offered.Bundles(dir, typed); len(names) > 0 {
		return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
	return []string{"tgz"}, cobra.ShellCompDirectiveFilterFileExt
}
