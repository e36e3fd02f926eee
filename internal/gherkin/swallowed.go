package gherkin

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/steps/step"
)

// swallowed reports lines that were meant as steps or as a heading but became part of a description, which Gherkin allows to be
// any text: the scenario would pass without them. Only a misspelled keyword before something that the catalogue knows, a step
// without a keyword, or a misspelled heading followed by steps counts, so that descriptions stay free.
func (f *Feature) swallowed(c *step.Catalogue) Problems {
	s := swallower{feature: f, catalogue: c, dialect: dialectOf(f.Source), lines: strings.Split(string(f.Source), "\n")}
	feature := f.Document.Feature
	s.headings(feature.Location, feature.Description)
	s.bare(feature.Location, feature.Description, false)
	for _, child := range feature.Children {
		s.child(child.Background, child.Scenario)
		if child.Rule == nil {
			continue
		}
		s.headings(child.Rule.Location, child.Rule.Description)
		s.bare(child.Rule.Location, child.Rule.Description, false)
		for _, rc := range child.Rule.Children {
			s.child(rc.Background, rc.Scenario)
		}
	}
	return s.problems
}

type swallower struct {
	feature   *Feature
	catalogue *step.Catalogue
	dialect   *gherkin.Dialect
	lines     []string
	problems  Problems
}

func (s *swallower) child(b *messages.Background, sc *messages.Scenario) {
	if b != nil {
		s.steps(b.Location, b.Description)
		s.headings(b.Location, b.Description)
		s.bare(b.Location, b.Description, true)
	}
	if sc != nil && s.feature.selected(sc) {
		s.steps(sc.Location, sc.Description)
		s.headings(sc.Location, sc.Description)
		s.bare(sc.Location, sc.Description, true)
		for _, e := range sc.Examples {
			s.bare(e.Location, e.Description, true)
		}
	}
}

// steps reports misspelled step keywords.
func (s *swallower) steps(at *messages.Location, description string) {
	for number, line := range s.description(at, description) {
		word, rest, _ := strings.Cut(line, " ")
		keyword := nearest(word, stepWords(s.dialect))
		if keyword == "" || !s.known(strings.TrimSpace(rest)) {
			continue
		}
		s.problems = append(s.problems, Problem{
			URI: s.feature.URI, Line: number,
			Message:    fmt.Sprintf("%q is not a keyword, so this line is read as a description and does not run", word),
			Suggestion: fmt.Sprintf("did you mean: %s %s", keyword, strings.TrimSpace(rest)),
			Rule:       rules.NotRun, Piece: word,
		})
	}
}

// known reports whether the catalogue has such a step, or a similar one.
func (s *swallower) known(text string) bool {
	_, err := s.catalogue.Match(text, step.NoArgument)
	undefined, ok := errors.AsType[*step.UndefinedError](err)
	return text != "" && (!ok || len(undefined.Suggestions) > 0)
}

// headings reports misspelled keywords that take a colon, with steps below them.
func (s *swallower) headings(at *messages.Location, description string) {
	heading, line := "", 0
	for number, text := range s.description(at, description) {
		if title, _, ok := strings.Cut(text, ":"); ok {
			if k := nearest(title, titleKeywords(s.dialect)); k != "" {
				heading, line = k, number
			}
			continue
		}
		isStep := slices.ContainsFunc(s.dialect.StepKeywords(), func(k string) bool { return strings.HasPrefix(text, k) })
		if heading == "" || !isStep {
			continue
		}
		s.problems = append(s.problems, Problem{
			URI: s.feature.URI, Line: line,
			Message:    "this line and the steps below it are read as a description and do not run",
			Suggestion: fmt.Sprintf("did you mean: %s:", heading),
			Rule:       rules.NotRun,
		})
		heading = ""
	}
}

// description returns the lines of a description with their numbers, which the syntax tree does not have.
func (s *swallower) description(at *messages.Location, description string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		left := len(strings.Fields(description))
		for i := int(at.Line); left > 0 && i < len(s.lines); i++ {
			text := strings.TrimSpace(s.lines[i])
			if text == "" || strings.HasPrefix(text, "#") {
				continue
			}
			left -= len(strings.Fields(text))
			if !yield(i+1, text) {
				return
			}
		}
	}
}
