package scenarios

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// defaultPath is what is run when no path is given.
const defaultPath = "features"

// plan is what will be run: scenarios whose every step has been checked.
type plan struct {
	catalogue *step.Catalogue
	fs        fs.FS
	pickles   []*gherkin.Pickle
	unsure    []unsure             // fields that only the cluster can know
	warnings  map[stepKey][]string // known before the run
}

// makePlan loads, checks and selects, all before a cluster is touched. What is
// wrong with any feature is in its error, a [gherkin.Problems].
func makePlan(o Options) (*plan, error) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("build the step catalogue: %w", err)
	}
	paths := o.Paths
	if len(paths) == 0 {
		paths = []string{defaultPath}
	}
	features, err := gherkin.Load(o.FS, paths)
	var problems gherkin.Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	problems = append(problems, gherkin.Lint(features, catalogue, o.FS)...)
	bad, unsure := malformed(features, catalogue, o.FS, o.Cluster.Foreign() || o.Cluster.Kubernetes != "" || o.Cluster.NodeImage != "")
	problems = append(problems, bad...)
	problems = append(problems, misnamed(features, &plan{catalogue: catalogue, fs: o.FS})...)
	problems = append(problems, unknownWants(features, o.Cluster.Topology)...)
	problems = append(problems, badVersions(features)...)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w\n%s; nothing was run", problems, problemCount(len(problems)))
	}
	known := knownTags(o.FS, o.Paths)
	if allLines(paths) { // named one by one: as a run prints them that had more features to know tags from
		known = append(known, gherkin.TagsOf(o.Tags)...)
	}
	pickles, err := gherkin.Select(features, o.Tags, known...)
	if err != nil {
		return nil, err
	}
	return &plan{catalogue: catalogue, fs: o.FS, pickles: pickles, unsure: unsure, warnings: map[stepKey][]string{}}, nil
}

// knownTags are the tags of all features, so that "not @slow" is no mistake
// where the chosen ones happen to have no slow scenario.
func knownTags(fsys fs.FS, paths []string) []string {
	tags := []string{TagExclusive, "@slow"}
	all := []string{defaultPath}
	if m, ok := fsys.(machine); ok {
		all = m.projects(paths)
	}
	features, _ := gherkin.Load(fsys, all) // whoever asked for a broken feature is told so
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			tags = append(tags, pickle.Tags...)
		}
	}
	return tags
}

// allLines says that every path names a line.
func allLines(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool {
		_, lines := gherkin.SplitLines(p)
		return len(lines) == 0
	})
}

func problemCount(n int) string {
	if n == 1 {
		return "1 problem"
	}
	return fmt.Sprintf("%d problems", n)
}
