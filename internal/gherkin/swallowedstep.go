package gherkin

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
)

// bare reports steps without a keyword in a description. Below a scenario and a background, where only steps are expected, a
// line that is nearly a step counts too.
func (s *swallower) bare(at *messages.Location, description string, nearly bool) {
	for number, line := range s.description(at, description) {
		line = strings.TrimSpace(strings.TrimPrefix(line, "- "))
		meant := s.meant(line, nearly)
		if meant == "" {
			continue
		}
		s.problems = append(s.problems, Problem{
			URI: s.feature.URI, Line: number,
			Message:    "this line has no keyword, so it is read as a description and does not run",
			Suggestion: fmt.Sprintf("did you mean: %s", meant),
			Rule:       rules.NotRun,
		})
	}
}

// aboutObject matches how steps begin, and prose seldom does: a kind, and a name in double quotes.
var aboutObject = regexp.MustCompile(`^(?:(?:the|every|no|a|an) )?[a-z]+ "[^"]*" `)

// meant returns the step that a line without a keyword is, or nearly is; "" if it is prose.
func (s *swallower) meant(line string, nearly bool) string {
	if !nearly && !s.catalogue.Fits(line) {
		return ""
	}
	match, err := s.catalogue.Match(line, step.NoArgument)
	undefined, ok := errors.AsType[*step.UndefinedError](err)
	if !ok {
		return s.keyword(match) + " " + line
	}
	if len(undefined.Suggestions) == 0 {
		return ""
	}
	first := undefined.Suggestions[0]
	if !aboutObject.MatchString(line) && words.Differences(line, first) > len(line)/6 {
		return ""
	}
	match, err = s.catalogue.Match(first, step.NoArgument)
	if _, ok := errors.AsType[*step.UndefinedError](err); ok {
		return ""
	}
	return s.keyword(match) + " " + first
}

// keyword returns the keyword for a step: that of an action or of a check, in the language of the file.
func (s *swallower) keyword(match *step.Match) string {
	words := s.dialect.Keywords["then"]
	if match != nil && match.Def.Acts {
		words = s.dialect.Keywords["when"]
	}
	for _, word := range words {
		if word != "* " {
			return strings.TrimSpace(word)
		}
	}
	return "*"
}
