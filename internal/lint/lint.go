package lint

import (
	"io/fs"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Options say what is looked at.
type Options struct {
	// Paths are feature files, folders, or FILE:LINE for one scenario, as seen from FS. Empty: the features folder.
	Paths []string
	// FS holds the features and manifests.
	FS fs.FS
	// Manifests are folders in which manifests are looked for, besides those near the features.
	Manifests []string
	// Values are given to all scenarios by the settings of a run.
	Values map[string]string
	// SetUp is what is set up once per run; nil: nothing.
	SetUp *setup.SetUp
	// Cluster is the cluster that the features are for.
	Cluster cluster.Options
	// Limit is how long all steps of a scenario may take together.
	Limit time.Duration
	// Rules are the names of the rules that are looked at. Empty: all.
	Rules []string
}

// Run looks at the features and manifests. The error is that of paths, a [gherkin.Problems], when there is nothing to look at.
func Run(o Options) (*Report, error) {
	l := &linter{Options: o, texts: texts{fsys: o.FS}}
	if err := l.inspect(); err != nil {
		return nil, err
	}
	if wrong := pathProblems(l.in.Problems); len(wrong) > 0 {
		return nil, wrong
	}
	for _, p := range l.in.Problems {
		l.problem(p)
	}
	for _, f := range l.in.Features {
		l.feature(f)
	}
	l.suite()
	return l.report(), nil
}

// pathProblems are those of the paths that were asked for, and not of features.
func pathProblems(all gherkin.Problems) gherkin.Problems {
	return slices.DeleteFunc(slices.Clone(all), func(p gherkin.Problem) bool { return p.Rule != "" })
}

// linter collects findings.
type linter struct {
	Options
	in    *plan.Inspection
	texts texts
	found []Finding

	looked map[string]bool     // manifests, by their paths
	raw    map[string][]string // the lines of criteria without the student's values, by their paths
}

func (l *linter) add(f Finding) {
	if rule, known := rules.Find(f.Rule); known {
		f.Severity = rule.Severity
	}
	if l.changed(f) {
		f.Fix = nil
	}
	l.found = append(l.found, f)
}

// at notes a finding about a piece of a line, or about all of it when the piece is empty or is not there.
func (l *linter) at(rule, file string, line int, piece, message, hint string) {
	l.add(Finding{Rule: rule, File: file, Range: l.texts.find(file, line, piece), Message: message, Hint: hint})
}

// problem notes what a run would refuse. What is wrong in a manifest is noted where it stands there.
func (l *linter) problem(p gherkin.Problem) {
	if odd, is := l.oddStep(p); is && p.Rule == rules.UndefinedStep {
		l.add(odd)
		return
	}
	f := Finding{Rule: p.Rule, File: p.URI, Message: p.Message, Hint: p.Suggestion, refused: p.Rule != rules.Node}
	line, piece := p.Line, p.Piece
	if p.Cause != (gherkin.Cause{}) {
		f.File, line, f.Message, piece = p.Cause.URI, p.Cause.Line, p.Cause.Message, ""
		if f.File != p.URI {
			f.From = Place{p.URI, p.Line}
		}
	}
	f.Range = l.texts.find(f.File, line, piece)
	f.Fix = l.fixOf(p)
	l.add(f)
}

// feature looks at one file.
func (l *linter) feature(f *gherkin.Feature) {
	l.oddInFeature(f)
	l.tags(f)
	for _, pickle := range f.Pickles {
		s := scenarioOf(pickle, l.in.ScenarioOf(pickle))
		for _, check := range []func(*scenario){l.proves, l.roles, l.doubts, l.counts, l.times, l.names, l.locks} {
			check(s)
		}
		l.manifests(s)
	}
}

// suite looks at all files together.
func (l *linter) suite() {
	l.oddManifests()
	l.sameFeatures()
	l.likeOtherTags()
	l.unused()
}

// report sorts what was found, and leaves out what is ignored.
func (l *linter) report() *Report {
	r := &Report{Files: len(l.in.Features)}
	for _, f := range l.in.Features {
		r.Scenarios += len(f.Pickles)
	}
	var left []Finding
	left, r.Ignored = l.ignore(sorted(l.found))
	if len(l.Rules) > 0 {
		left = slices.DeleteFunc(left, func(f Finding) bool { return !slices.Contains(l.Rules, f.Rule) })
	}
	r.Findings = sorted(left)
	return r
}

// defaultPath is what is looked at when no path is given.
const defaultPath = tree.DefaultPath
