package plan

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Options select what is planned.
type Options struct {
	// Paths are feature files, folders, or FILE:LINE for one scenario, relative to FS. Empty: the features folder.
	Paths []string
	// FS contains the features and manifests.
	FS fs.FS
	// Manifests are folders that are searched for manifests, in addition to those near the features.
	Manifests []string
	// Values are available to all scenarios; see package values.
	Values map[string]string
	// Tags is a Cucumber tag expression. Empty: all scenarios.
	Tags string
	// SetUp is the set-up of the run; nil: none.
	SetUp *setup.SetUp
	// Cluster is the run's own cluster.
	Cluster cluster.Options
	// Catalogue has the definitions of the steps. Nil: gherkind's own.
	Catalogue *step.Catalogue
	// Matcher finds the definitions of steps. Nil: the catalogue.
	Matcher gherkin.Matcher
}

// Plan has the scenarios of a run, with every step checked. Each feature is loaded once, each step matched and its values parsed
// once, and each manifest read once. The steps of the pickles carry the results.
type Plan struct {
	Catalogue *step.Catalogue
	FS        fs.FS             // from which features and manifests were read
	Manifests []string          // folders with manifests, in addition to those near the features
	Values    map[string]string // available to all scenarios
	Pickles   []*gherkin.Pickle
	SetUp     *gherkin.Pickle // runs before them; nil without a set-up
	scenarios map[*gherkin.Pickle]world.Scenario
	unsure    []unsure             // fields about which only the cluster can tell
	warnings  map[stepKey][]string // warnings found before the run
	shard     *report.Shard        // which part of the selected scenarios Pickles is; nil for all
}

// Make loads, checks and selects, before a cluster is created or changed. The problems of all features are in its error, a
// [gherkin.Problems].
func Make(o Options) (*Plan, error) {
	paths := o.paths()
	features, p, problems, err := load(o)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w\n%s; nothing was run", problems, problemCount(len(problems)))
	}
	known := knownTags(o, features)
	if allLines(paths) { // such paths are usually copied from a run that knew the tags of more features
		known = append(known, gherkin.TagsOf(o.Tags)...)
	}
	if p.Pickles, err = gherkin.Select(features, o.Tags, known...); err != nil {
		return nil, err
	}
	return p, nil
}

// paths returns the selected paths, or the default.
func (o Options) paths() []string {
	if len(o.Paths) == 0 {
		return []string{tree.DefaultPath}
	}
	return o.Paths
}

// load reads the features and finds all their problems. The plan has no scenarios yet.
func load(o Options) ([]*gherkin.Feature, *Plan, gherkin.Problems, error) {
	catalogue, err := o.catalogue()
	if err != nil {
		return nil, nil, nil, err
	}
	features, err := gherkin.Load(o.FS, o.paths())
	var problems gherkin.Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, nil, nil, err
	}
	if o.Matcher == nil {
		o.Matcher = catalogue
	}
	all := features
	before, setUp, wrong := setUpFeature(o)
	if before != nil {
		all = append(slices.Clone(features), before)
	}
	problems = append(problems, wrong...)
	gherkin.BindAt(all, o.Matcher, o.place())
	problems = append(problems, gherkin.Lint(all, catalogue)...)
	problems = append(problems, unrenderable(all)...)
	bad, unsure := malformed(all, otherVersion(o.Cluster))
	problems = append(problems, bad...)
	scenarios := scenariosOf(all)
	problems = append(problems, misnamed(features, scenarios)...)
	problems = append(problems, valueless(all)...)
	problems = append(problems, unpullable(all, o.Cluster)...)
	problems = append(problems, unknownWants(features, o.Cluster.Topology)...)
	problems = append(problems, badVersions(features)...)
	problems = append(problems, containerless(features, catalogue)...)
	p := &Plan{Catalogue: catalogue, FS: o.FS, Manifests: o.Manifests, Values: o.Values, scenarios: scenarios, unsure: unsure, warnings: map[stepKey][]string{}}
	if before != nil {
		p.SetUp = before.Pickles[0]
		about := scenarios[p.SetUp]
		about.SetUp = setUp
		scenarios[p.SetUp] = about
	}
	return features, p, problems, nil
}

// catalogue returns the definitions of the steps.
func (o Options) catalogue() (*step.Catalogue, error) {
	if o.Catalogue != nil {
		return o.Catalogue, nil
	}
	catalogue, err := steps.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("build the step catalogue: %w", err)
	}
	return catalogue, nil
}

// place returns where features and manifests are read from.
func (o Options) place() step.Place {
	return step.Place{FS: o.FS, Manifests: o.Manifests, Values: o.Values}
}

// otherVersion reports whether the cluster may have another version of Kubernetes than the one that gherkind is built with.
func otherVersion(o cluster.Options) bool {
	return o.Foreign() || o.Kubernetes != "" || o.NodeImage != ""
}

// knownTags returns the tags of all features, so that "not @slow" is not an error if the selected features have no slow scenario.
func knownTags(o Options, loaded []*gherkin.Feature) []string {
	if o.Tags == "" {
		return nil // no tag is used
	}
	return append(gherkin.TagsBelow(o.FS, tree.Projects(o.FS, o.Paths), loaded), tags.Exclusive, tags.Slow)
}

// allLines reports whether every path names a line.
func allLines(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool {
		_, lines := gherkin.SplitLines(p)
		return len(lines) == 0
	})
}

func problemCount(n int) string { return words.Times("problem", n) }
