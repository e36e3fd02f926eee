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

// Options say what is planned.
type Options struct {
	// Paths are feature files, folders, or FILE:LINE for one scenario, as seen from FS. Empty: the features folder.
	Paths []string
	// FS holds the features and manifests.
	FS fs.FS
	// Manifests are folders in which manifests are looked for, besides those near the features.
	Manifests []string
	// Values are given to all scenarios; see package values.
	Values map[string]string
	// Tags is a Cucumber tag expression. Empty: all scenarios.
	Tags string
	// SetUp is what is set up once per run; nil: nothing.
	SetUp *setup.SetUp
	// Cluster is the run's own cluster.
	Cluster cluster.Options
	// Matcher finds the definitions of steps. Nil: the catalogue of all steps.
	Matcher gherkin.Matcher
}

// Plan is what will be run: scenarios whose every step has been checked. Each feature is loaded once, each step matched and its
// values parsed once, and each manifest read once; the steps of the pickles carry what was found to whoever needs it.
type Plan struct {
	Catalogue *step.Catalogue
	FS        fs.FS             // from which features and manifests were read
	Manifests []string          // folders with manifests, besides those near the features
	Values    map[string]string // given to all scenarios
	Pickles   []*gherkin.Pickle
	SetUp     *gherkin.Pickle // what is run before them; nil without a set-up
	scenarios map[*gherkin.Pickle]world.Scenario
	unsure    []unsure             // fields that only the cluster can know
	warnings  map[stepKey][]string // known before the run
	shard     *report.Shard        // which part of the chosen scenarios Pickles are; nil for all
}

// Make loads, checks and selects, all before a cluster is touched. What is
// wrong with any feature is in its error, a [gherkin.Problems].
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
	if allLines(paths) { // named one by one: as a run prints them that had more features to know tags from
		known = append(known, gherkin.TagsOf(o.Tags)...)
	}
	if p.Pickles, err = gherkin.Select(features, o.Tags, known...); err != nil {
		return nil, err
	}
	return p, nil
}

// paths are what is asked for, or what is run when nothing is.
func (o Options) paths() []string {
	if len(o.Paths) == 0 {
		return []string{tree.DefaultPath}
	}
	return o.Paths
}

// load reads the features, and finds all that is wrong with them. The plan has no scenarios yet.
func load(o Options) ([]*gherkin.Feature, *Plan, gherkin.Problems, error) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		return nil, nil, nil, fmt.Errorf("build the step catalogue: %w", err)
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

// place is where features and manifests are read from.
func (o Options) place() step.Place {
	return step.Place{FS: o.FS, Manifests: o.Manifests, Values: o.Values}
}

// otherVersion tells whether the cluster may have another version of Kubernetes than the one whose fields are known here.
func otherVersion(o cluster.Options) bool {
	return o.Foreign() || o.Kubernetes != "" || o.NodeImage != ""
}

// knownTags are the tags of all features, so that "not @slow" is not a mistake
// where the chosen ones happen to have no slow scenario.
func knownTags(o Options, loaded []*gherkin.Feature) []string {
	if o.Tags == "" {
		return nil // nobody asks for one
	}
	return append(gherkin.TagsBelow(o.FS, tree.Projects(o.FS, o.Paths), loaded), tags.Exclusive, tags.Slow)
}

// allLines says that every path names a line.
func allLines(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool {
		_, lines := gherkin.SplitLines(p)
		return len(lines) == 0
	})
}

func problemCount(n int) string { return words.Times("problem", n) }
