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
	"github.com/gherkind/gherkind/steps/step"
)

// Options select what is checked.
type Options struct {
	// Paths are feature files, folders, or FILE:LINE for one scenario, relative to FS. Empty: the features folder.
	Paths []string
	// FS contains the features and manifests.
	FS fs.FS
	// Manifests are folders that are searched for manifests, in addition to those near the features.
	Manifests []string
	// Values are set for all scenarios by the settings of a run.
	Values map[string]string
	// SetUp is the set-up of a run; nil: none.
	SetUp *setup.SetUp
	// Cluster describes the cluster that the features are for.
	Cluster cluster.Options
	// Catalogue has the definitions of the steps. Nil: gherkind's own.
	Catalogue *step.Catalogue
	// Limit is the maximum duration of a scenario.
	Limit time.Duration
	// Rules are the names of the rules to check. Empty: all.
	Rules []string
}

// Run checks the features and manifests. It returns an error, a [gherkin.Problems], only if the paths leave nothing to check.
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

// pathProblems returns the problems of the paths themselves, not of features.
func pathProblems(all gherkin.Problems) gherkin.Problems {
	return slices.DeleteFunc(slices.Clone(all), func(p gherkin.Problem) bool { return p.Rule != "" })
}

// linter collects findings.
type linter struct {
	Options
	in    *plan.Inspection
	texts texts
	found []Finding

	scenarios []*scenario         // checked so far
	looked    map[string]bool     // manifests checked, by path
	raw       map[string][]string // the lines of criteria before substitution, by path
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

// at adds a finding for a piece of a line, or for the whole line if the piece is empty or not found.
func (l *linter) at(rule, file string, line int, piece, message, hint string) {
	l.add(Finding{Rule: rule, File: file, Range: l.texts.find(file, line, piece), Message: message, Hint: hint})
}

// problem adds a finding for what a run would refuse. For a problem in a manifest, the position is in the manifest.
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

// feature checks one file.
func (l *linter) feature(f *gherkin.Feature) {
	l.oddInFeature(f)
	l.tags(f)
	for _, pickle := range f.Pickles {
		s := scenarioOf(pickle, l.in.ScenarioOf(pickle))
		for _, check := range []func(*scenario){l.proves, l.roles, l.doubts, l.counts, l.times, l.names, l.locks} {
			check(s)
		}
		l.manifests(s)
		l.scenarios = append(l.scenarios, s)
	}
}

// suite checks what concerns several files.
func (l *linter) suite() {
	l.oddManifests()
	l.sameFeatures()
	l.likeOtherTags()
	l.sharedNodes()
	l.unused()
}

// report sorts the findings and removes the suppressed ones.
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

// defaultPath is checked if no path is given.
const defaultPath = tree.DefaultPath
