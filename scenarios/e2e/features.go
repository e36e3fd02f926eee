// Package e2e runs features inside tests that use e2e-framework (sigs.k8s.io/e2e-framework), on the cluster of their environment:
//
//	func TestShop(t *testing.T) {
//		environment.Test(t, e2e.Features(t, scenarios.Options{Paths: []string{"features/shop.feature"}})...)
//	}
//
// It is a separate package, so that only programs that use e2e-framework link it.
package e2e

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"testing"

	"sigs.k8s.io/e2e-framework/klient/conf"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"

	"github.com/gherkind/gherkind/internal/gotest"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Features returns a feature for each feature file of the options, with an assessment for each scenario. Invalid features fail t.
//
// When e2e-framework runs the feature, its set-up runs the scenarios in parallel, each in namespaces of its own, and each assessment
// passes, fails or is skipped like its scenario; a failed one is explained in its log. The cluster is that of the environment, unless
// the options name one or are connected to one. Of the settings of the environment, the kubeconfig and its context, the expressions
// for assessments, and fail fast count. The tags that all scenarios of a file have are labels of its feature: tag=slow.
func Features(t *testing.T, options scenarios.Options) []features.Feature {
	t.Helper()
	options, err := gotest.Options(options)
	if err != nil {
		t.Fatal(err)
	}
	planned, err := scenarios.DryRun(options)
	if err != nil {
		t.Fatal(err)
	}
	var files []*file
	for _, group := range planned {
		for _, s := range group.Scenarios {
			if path.Ext(s.URI) != ".feature" {
				continue // the set-up of a project
			}
			i := slices.IndexFunc(files, func(f *file) bool { return f.uri == s.URI })
			if i < 0 {
				i, files = len(files), append(files, &file{uri: s.URI, options: options})
			}
			files[i].scenarios = append(files[i].scenarios, s)
		}
	}
	all := make([]features.Feature, len(files))
	for i, f := range files {
		all[i] = f.feature()
	}
	return all
}

// file is a feature file.
type file struct {
	uri       string
	options   scenarios.Options
	scenarios []*report.Scenario // as planned
}

// resultsKey is the key of the results of a file in the context of its feature.
type resultsKey struct{ *file }

// results are scenarios by their IDs.
type results map[string]*report.Scenario

func (f *file) feature() features.Feature {
	slices.SortStableFunc(f.scenarios, func(a, b *report.Scenario) int { return cmp.Compare(a.Line, b.Line) })
	b := features.New(f.scenarios[0].Feature)
	for _, tag := range f.commonTags() {
		b.WithLabel("tag", tag[1:])
	}
	b.Setup(func(ctx context.Context, t *testing.T, env *envconf.Config) context.Context {
		t.Helper()
		all, err := f.run(ctx, env)
		if err != nil {
			t.Fatal(err)
		}
		return context.WithValue(ctx, resultsKey{f}, all)
	})
	for _, s := range f.scenarios {
		b.Assess(s.Name, func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			t.Helper()
			all, _ := ctx.Value(resultsKey{f}).(results)
			ran := all[s.ID]
			if ran == nil {
				t.Fatalf("%s: the scenario was not run", s.Place())
			}
			gotest.Verdict(t, ran, f.options.FlakyFails)
			return ctx
		})
	}
	return b.Feature()
}

// commonTags returns the tags that all scenarios have.
func (f *file) commonTags() []string {
	tags := slices.Clone(f.scenarios[0].Tags)
	for _, s := range f.scenarios {
		tags = slices.DeleteFunc(tags, func(tag string) bool { return !slices.Contains(s.Tags, tag) })
	}
	return tags
}

// run runs the scenarios that the environment asks for.
func (f *file) run(ctx context.Context, env *envconf.Config) (results, error) {
	o := f.options
	o.FailFast = o.FailFast || env.FailFast()
	if !o.Cluster.Foreign() && o.Cluster.Name == "" && o.Connected == nil {
		o.Cluster.Context = env.KubeContext()
		if o.Cluster.Kubeconfig = cmp.Or(env.KubeconfigFile(), conf.ResolveKubeConfigFile()); o.Cluster.Kubeconfig == "" {
			return nil, fmt.Errorf("run %s: the environment has no kubeconfig: set it there, or a cluster in the options", f.uri)
		}
	}
	o.Paths, o.Shard, o.ShardTimes, o.Failed = nil, "", "", false // they have selected the scenarios
	for _, s := range f.scenarios {
		if asked(s.Name, env.AssessmentRegex(), env.SkipAssessmentRegex()) {
			o.Paths = append(o.Paths, s.Place())
		}
	}
	o.Paths = slices.Compact(o.Paths) // a repeated scenario has one place
	all := results{}
	if len(o.Paths) == 0 {
		return all, nil
	}
	result, err := scenarios.Run(ctx, o)
	if err != nil {
		return nil, err
	}
	for _, s := range result.Scenarios {
		all[s.ID] = s
	}
	return all, nil
}

// asked reports whether the expressions of the environment select an assessment.
func asked(name string, only, skip *regexp.Regexp) bool {
	return (only == nil || only.MatchString(name)) && (skip == nil || !skip.MatchString(name))
}
