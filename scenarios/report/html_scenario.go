package report

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// htmlScenario is all that scenario.gohtml shows.
type htmlScenario struct {
	ID                  string // for links to it: features/pods/memory.feature:12
	Section             string // of the page; also its status
	Word                string // the status as people say it
	Feature, Rule, Name string
	Place, Took, Waited string
	Tags                []string
	Comparison          string // of the attempts
	Earlier             []htmlAttempt
	Namespaces          []htmlFact
	Kept                bool
	htmlAttempt         // the last
}

// htmlAttempt is what happened at one attempt.
type htmlAttempt struct {
	Number  int
	Open    bool
	Reason  string
	Failure *shownFailure
	Err     string
	Cleanup []string
	Warned  []warning
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

func htmlScenarioOf(e entry) htmlScenario {
	s := htmlScenario{
		ID: htmlID(e.Place()), Section: htmlStatus(e), Feature: attr(e.Feature), Rule: attr(e.Rule), Name: attr(e.Name),
		Place: attr(e.Place()), Tags: namesOf(e.Tags), Comparison: e.comparison(), Kept: e.Kept, htmlAttempt: htmlAttemptOf(e),
	}
	s.Word = map[string]string{"failed": "failed", "broken": "broken", "interrupted": "interrupted", "flaky": "flaky", "passed": "passed", "notrun": "not run"}[s.Section]
	s.Open = s.Section == "failed" || s.Section == "broken"
	for i, a := range e.attempts() {
		s.Earlier = append(s.Earlier, htmlAttemptOf(a))
		s.Earlier[i].Number, s.Earlier[i].Open = i+1, !s.Open && i == len(e.Earlier)-1
	}
	if e.Waited >= time.Second {
		s.Waited = seconds(e.Waited)
	}
	if e.stage == ended && e.Duration() > 0 {
		s.Took = seconds(e.Duration())
	}
	for _, alias := range slices.Sorted(maps.Keys(e.Namespaces)) {
		s.Namespaces = append(s.Namespaces, htmlFact{attr(alias), attr(e.Namespaces[alias])})
		if len(s.Namespaces) == maxNames {
			break
		}
	}
	return s
}

func htmlAttemptOf(e entry) htmlAttempt {
	a := htmlAttempt{Reason: attr(e.reason()), Failure: e.failure(), Warned: e.warnings(), Steps: htmlSteps(e)}
	if e.stage == ended {
		a.Err, a.Cleanup, a.Picture = value(e.Err), items(e.Cleanup), pictureOf(e.Scenario)
	}
	if e.verdict() == NotRun {
		a.Err = "" // it is the reason
	}
	return a
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

func htmlStatus(e entry) string {
	if e.cause() == Flaky {
		return "flaky"
	}
	if e.stage == ended && e.Status == Interrupted {
		return "interrupted"
	}
	return map[Verdict]string{Good: "passed", Bad: "failed", Broken: "broken", NotRun: "notrun"}[e.verdict()]
}

func htmlSteps(e entry) []htmlStep {
	var steps []htmlStep
	for i, step := range e.Steps {
		s := htmlStep{
			Number: i + 1, Keyword: attr(step.Keyword), Text: attr(step.Text), Argument: plaintext.Lines(step.Argument, maxArgument),
			Note:   plaintext.Line(step.Note, maxItem),
			Status: "skipped", Mark: "skipped", Word: "not run",
		}
		switch step.Status {
		case Passed:
			s.Status, s.Mark, s.Word = "passed", "passed", "passed"
		case Failed, Pending, Undefined, Ambiguous:
			s.Status, s.Mark, s.Word, s.Failed = "failed", "failed", string(step.Status), true
		case Interrupted:
			s.Word = "interrupted"
		case Skipped:
		}
		if step.Duration > 0 {
			s.Took = seconds(step.Duration)
		}
		steps = append(steps, s)
	}
	return steps
}
