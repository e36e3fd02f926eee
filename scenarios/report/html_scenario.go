package report

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/gherkind/gherkind/steps/explain/plaintext"
)

// htmlScenario is all that scenario.gohtml shows.
type htmlScenario struct {
	ID                  string // for links to it: features/pods/memory.feature:12
	Section             string // of the page; also its status
	Word                string // the status as people say it
	Open                bool
	Feature, Rule, Name string
	Place, Took, Waited string
	Tags                []string
	Code, Reason        string
	Failure             *shownFailure
	Err                 string
	Cleanup             []string
	Steps               []htmlStep
	Picture             *htmlPicture
	Namespaces          []htmlFact
	Kept                bool
	Bundle              string
}

type htmlStep struct {
	Number                   int
	Keyword, Text, Argument  string
	Status, Mark, Word, Took string
	Failed                   bool
}

func htmlScenarioOf(e entry) htmlScenario {
	s := htmlScenario{
		ID: htmlID(e.Place()), Section: htmlStatus(e.verdict()), Feature: attr(e.Feature), Rule: attr(e.Rule), Name: attr(e.Name),
		Place: attr(e.Place()), Tags: namesOf(e.Tags), Code: attr(e.code()), Reason: attr(e.reason()), Failure: e.failure(),
		Kept: e.Kept, Bundle: attr(e.Bundle), Steps: htmlSteps(e),
	}
	s.Word = map[string]string{"failed": "failed", "broken": "broken", "passed": "passed", "notrun": "not run"}[s.Section]
	s.Open = s.Section == "failed" || s.Section == "broken"
	if e.Waited >= time.Second {
		s.Waited = seconds(e.Waited)
	}
	if e.stage == ended {
		s.Err, s.Cleanup, s.Picture = value(e.Err), items(e.Cleanup), pictureOf(e.Scenario)
		if e.Duration() > 0 {
			s.Took = seconds(e.Duration())
		}
	}
	if s.Section == "notrun" {
		s.Err = "" // it is the reason
	}
	for _, alias := range slices.Sorted(maps.Keys(e.Namespaces)) {
		s.Namespaces = append(s.Namespaces, htmlFact{attr(alias), attr(e.Namespaces[alias])})
		if len(s.Namespaces) == maxNames {
			break
		}
	}
	return s
}

// htmlID is text for an address: a space or a quote in it would make others copy half of it.
func htmlID(place string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/._:-", r) {
			return r
		}
		return '-'
	}, attr(place))
}

func htmlStatus(v Verdict) string {
	return map[Verdict]string{Good: "passed", Bad: "failed", Broken: "broken", NotRun: "notrun"}[v]
}

func htmlSteps(e entry) []htmlStep {
	var steps []htmlStep
	for i, step := range e.Steps {
		s := htmlStep{
			Number: i + 1, Keyword: attr(step.Keyword), Text: attr(step.Text), Argument: plaintext.Lines(step.Argument, maxArgument),
			Status: "skipped", Mark: "skipped", Word: "not run",
		}
		switch step.Status {
		case Passed:
			s.Status, s.Mark, s.Word = "passed", "passed", "passed"
		case Failed, Pending, Undefined, Ambiguous:
			s.Status, s.Mark, s.Word, s.Failed = "failed", "failed", string(step.Status), true
		case Skipped:
		}
		if step.Duration > 0 {
			s.Took = seconds(step.Duration)
		}
		steps = append(steps, s)
	}
	return steps
}
