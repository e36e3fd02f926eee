package gherkin

import (
	"errors"
	"fmt"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/values"
	"github.com/gherkind/gherkind/steps/step"
)

// Lint finds what is wrong with the selected scenarios without running anything: steps that match no definition or several, bad
// values, missing or unwanted doc strings and tables, scenarios without steps or names, duplicate names, outlines without rows,
// steps lost in descriptions, and checks of what never happened right after an action. [Bind] must have found the definitions
// of their steps in the catalogue. The problems are sorted by file and line; nil if there are none.
func Lint(features []*Feature, catalogue *step.Catalogue) []Problem {
	l := linter{catalogue: catalogue, done: map[stepKey]bool{}, open: map[lineKey]bool{}}
	for _, f := range features {
		l.structure(f)
		l.names(f)
		l.problems = append(l.problems, f.swallowed(catalogue)...)
		for _, p := range f.Pickles {
			for i := range p.Steps {
				l.step(p, i)
			}
			l.spans(p)
		}
	}
	return l.problems.sorted()
}

type linter struct {
	catalogue *step.Catalogue
	done      map[stepKey]bool // a step of a background is in every pickle, but is reported only once
	problems  Problems
	open      map[lineKey]bool // steps with a <name> that no row fills in
}

// lineKey is a line of a feature.
type lineKey struct {
	uri  string
	line int
}

func (l *linter) bad(rule, uri string, line int, message, suggestion string) {
	l.note(Problem{URI: uri, Line: line, Message: message, Suggestion: suggestion, Rule: rule})
}

func (l *linter) note(p Problem) {
	l.problems = append(l.problems, p)
}

// step checks one step of a pickle.
func (l *linter) step(p *Pickle, i int) {
	s := p.Steps[i]
	key := keyOf(p, s)
	if l.done[key] {
		return
	}
	l.done[key] = true
	if l.lacking(p, i) {
		return // its values are not the final ones
	}
	m, err := s.Match()
	if err != nil {
		l.explain(p, s, err)
		return
	}
	if s.Role == step.RoleThen && m.OnlyActs() {
		l.acting(p, s)
	}
	if l.open[lineKey{p.URI, s.Line}] {
		return // a <name> in it is not a column: its values are not the final ones
	}
	text, below := m.Problems()
	for _, err := range []error{text, below} {
		if err != nil {
			l.explain(p, s, err)
		}
	}
}

// acting refuses an action that was meant as a check: `Then pod "web" is deleted` would delete it, and pass.
func (l *linter) acting(p *Pickle, s Step) {
	if hint := l.catalogue.Answer(s.Role, s.Text); hint != "" {
		l.bad(rules.Acting, p.URI, s.Line, "this step is an action, but a check is expected: "+s.Text, hint+"; to perform it, write it after When")
	}
}

// explain records the errors of a step, and the row of Examples from which its values came.
func (l *linter) explain(p *Pickle, s Step, err error) {
	if all, ok := errors.AsType[*step.ArgumentErrors](err); ok {
		for _, e := range all.All {
			l.explain(p, s, e)
		}
		return
	}
	row := ""
	if p.Line != p.ScenarioLine && p.filled(s) {
		row = fmt.Sprintf(" (with the values of the Examples in line %d)", p.Line)
	}
	if undefined, ok := errors.AsType[*step.UndefinedError](err); ok && values.Waits(s.Text) {
		l.note(Problem{URI: p.URI, Line: s.Line, Message: "undefined step: " + undefined.Text + row, Rule: rules.UndefinedStep, Piece: s.Text,
			Suggestion: "a value that a step notes can stand between double quotes, below a step and in manifests; " + undefined.Hint()})
		return
	} else if ok {
		l.note(Problem{URI: p.URI, Line: s.Line, Message: "undefined step: " + undefined.Text + row, Suggestion: undefined.Hint(),
			Rule: rules.UndefinedStep, Piece: s.Text})
		return
	}
	rule, piece := ruleOf(err)
	l.note(Problem{URI: p.URI, Line: s.Line, Message: err.Error() + row, Suggestion: l.answer(s, err),
		Rule: rule, Piece: piece, Cause: causeOf(err)})
}

// ruleOf returns the rule that a step's error violates, and the part of the step.
func ruleOf(err error) (rule, piece string) {
	if ambiguous, ok := errors.AsType[*step.AmbiguousError](err); ok {
		return rules.AmbiguousStep, ambiguous.Text
	}
	bad, ok := errors.AsType[*step.ArgumentError](err)
	switch {
	case !ok:
		return rules.BadValue, ""
	case bad.Type == "manifest":
		return rules.Manifest, bad.Value
	case causeOf(err) != (Cause{}):
		return rules.Manifest, ""
	case bad.Type == "":
		return rules.StepArgument, ""
	}
	return rules.BadValue, bad.Value
}

// answer suggests a replacement for a step with an invalid value, if the error does not.
func (l *linter) answer(s Step, err error) string {
	bad, ok := errors.AsType[*step.ArgumentError](err)
	if !ok || bad.Type == "" || bad.Type == step.Duration().Name || strings.Contains(err.Error(), "did you mean") {
		return ""
	}
	return l.catalogue.Answer(s.Role, s.Text)
}

// filled reports whether the step was written with <names> that a row filled in.
func (p *Pickle) filled(s Step) bool {
	lines := strings.Split(string(p.Feature.Source), "\n")
	return s.Line <= len(lines) && !strings.Contains(lines[s.Line-1], s.Text)
}

// structure checks the selected scenarios as they are written.
func (l *linter) structure(f *Feature) {
	count := 0
	each(f.Document.Feature, func(s *messages.Scenario) {
		count++
		if f.selected(s) {
			l.scenario(f, s)
		}
	})
	l.backgrounds(f)
	for tag := range f.joinedTags() {
		l.note(Problem{URI: f.URI, Line: f.TagLine(tag), Message: fmt.Sprintf("%s is one tag with a comma in its name", tag),
			Suggestion: "write spaces between tags: " + strings.TrimSpace(strings.ReplaceAll(tag, ",", " ")), Rule: rules.Tag, Piece: tag})
	}
	if count == 0 {
		l.bad(rules.Empty, f.URI, int(f.Document.Feature.Location.Line), "the feature has no scenarios", "add one, or remove the file")
	}
}

// joinedTags returns the tags that are joined by a comma.
func (f *Feature) joinedTags() map[string]bool {
	joined := map[string]bool{}
	for _, p := range f.Pickles {
		for _, tag := range p.Tags {
			if strings.Contains(tag, ",@") || strings.HasSuffix(tag, ",") {
				joined[tag] = true
			}
		}
	}
	return joined
}

// each calls do for every scenario of a feature and of its rules.
func each(f *messages.Feature, do func(*messages.Scenario)) {
	for _, c := range f.Children {
		if c.Scenario != nil {
			do(c.Scenario)
		}
		if c.Rule == nil {
			continue
		}
		for _, rc := range c.Rule.Children {
			if rc.Scenario != nil {
				do(rc.Scenario)
			}
		}
	}
}

// selected reports whether the scenario is selected by the lines that were asked for, if any.
func (f *Feature) selected(s *messages.Scenario) bool { return f.scenarios == nil || f.scenarios[s.Id] }
