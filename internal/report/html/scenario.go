package html

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// htmlScenario has the values for scenario.gohtml.
type htmlScenario struct {
	ID                  string // fragment for links: features/pods/memory.feature:12
	Section             string // section of the page, by outcome
	Word                string // the outcome in words
	Feature, Rule, Name string
	Place, Took, Waited string
	Tags                []string
	Comparison          string // comparison of the attempts
	Earlier             []htmlAttempt
	Namespaces          []htmlFact
	Kept                bool
	htmlAttempt         // the last attempt
}

// htmlAttempt describes one attempt.
type htmlAttempt struct {
	Number  int
	Open    bool
	Reason  string
	Failure *show.Failure
	Err     string
	Cleanup []string
	Warned  []show.Warning
	Steps   []htmlStep
	Picture *htmlPicture
}

type htmlStep struct {
	Number                   int
	Keyword, Text, Argument  string
	Note                     string
	Status, Mark, Word, Took string
	Failed                   bool
}

func (t told) htmlScenarioOf(e show.Entry) htmlScenario {
	s := htmlScenario{
		ID: htmlID(e.Place()), Section: string(e.ShownOutcome()), Word: e.ShownOutcome().Look().Word, Feature: show.Attr(e.Feature), Rule: show.Attr(e.Rule), Name: show.Attr(e.Name),
		Place: show.Attr(e.Place()), Tags: show.NamesOf(e.Tags), Comparison: e.ComparisonIn(t.in), Kept: e.Kept, htmlAttempt: t.htmlAttemptOf(e),
	}
	s.Open = e.ShownOutcome() == report.OutcomeFailed || e.ShownOutcome() == report.OutcomeInfrastructure
	for i, a := range e.EarlierEntries() {
		s.Earlier = append(s.Earlier, t.htmlAttemptOf(a))
		s.Earlier[i].Number, s.Earlier[i].Open = i+1, !s.Open && i == len(e.Earlier)-1
	}
	if e.Waited >= time.Second {
		s.Waited = explain.Seconds(e.Waited)
	}
	if e.Stage == show.Ended && e.Duration() > 0 {
		s.Took = explain.Seconds(e.Duration())
	}
	for _, alias := range slices.Sorted(maps.Keys(e.Namespaces)) {
		s.Namespaces = append(s.Namespaces, htmlFact{show.Attr(alias), show.Attr(e.Namespaces[alias])})
		if len(s.Namespaces) == show.MaxNames {
			break
		}
	}
	return s
}

func (t told) htmlAttemptOf(e show.Entry) htmlAttempt {
	a := htmlAttempt{Reason: show.Attr(e.ReasonIn(t.in)), Failure: e.FailureIn(t.in), Warned: e.ShownWarnings(), Steps: htmlSteps(e)}
	if e.Stage == show.Ended {
		a.Err, a.Cleanup, a.Picture = show.Value(e.Err), show.Items(e.Cleanup), t.pictureOf(e.Scenario)
	}
	if !e.ShownOutcome().Ran() {
		a.Err = "" // shown as the reason
	}
	return a
}

// htmlID returns a text for a URL fragment, without spaces and quotes, at which other programs would cut the link.
func htmlID(place string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/._:-", r) {
			return r
		}
		return '-'
	}, show.Attr(place))
}

func htmlSteps(e show.Entry) []htmlStep {
	var steps []htmlStep
	for i, step := range e.Steps {
		s := htmlStep{
			Number: i + 1, Keyword: show.Attr(step.Keyword), Text: show.Attr(step.Text), Argument: plaintext.Lines(step.Argument, show.MaxArgument),
			Note:   plaintext.Line(step.Note, show.MaxItem),
			Status: "skipped", Mark: "skipped", Word: "not run",
		}
		switch step.Status {
		case report.Passed:
			s.Status, s.Mark, s.Word = "passed", "passed", "passed"
		case report.Failed, report.Pending, report.Undefined, report.Ambiguous:
			s.Status, s.Mark, s.Word, s.Failed = "failed", "failed", string(step.Status), true
		case report.Interrupted:
			s.Word = "interrupted"
		case report.Skipped:
		}
		if step.Duration > 0 {
			s.Took = explain.Seconds(step.Duration)
		}
		steps = append(steps, s)
	}
	return steps
}
