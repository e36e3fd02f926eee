package step

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"
)

// ErrSkip skips the rest of the scenario without failing it, if a Run returns or wraps it.
var ErrSkip = godog.ErrSkip

// UndefinedError reports a step that matches no definition.
type UndefinedError struct {
	// Text is the step without its keyword.
	Text string
	// Suggestions are up to three existing steps that are similar, the most similar first, with the values of Text where they
	// fit.
	Suggestions []string
	// Advice is a sentence about what to write; may be empty.
	Advice string
}

func (e *UndefinedError) Error() string { return "undefined step: " + e.Text + "; " + e.Hint() }

// Hint says what to do next.
func (e *UndefinedError) Hint() string {
	offered := "did you mean: " + strings.Join(e.Suggestions, ", or: ")
	switch {
	case len(e.Suggestions) > 0 && e.Advice != "":
		return offered + " (" + e.Advice + ")"
	case len(e.Suggestions) > 0:
		return offered
	case e.Advice != "":
		return e.Advice
	}
	return `no similar step; "gherkind steps" lists them all`
}

// NoStepError reports that no step contains the words of a search.
type NoStepError struct{ Words string }

func (e *NoStepError) Error() string {
	return fmt.Sprintf("no step has the words %q; leave them out to list all steps", e.Words)
}

// AmbiguousError reports a step that matches several definitions. This is a mistake in the catalogue, not in the feature.
type AmbiguousError struct {
	// Text is the step without its keyword.
	Text string
	// Names and Patterns are those of the definitions, in the order of the catalogue.
	Names, Patterns []string
}

func (e *AmbiguousError) Error() string {
	var each []string
	for i, name := range e.Names {
		each = append(each, fmt.Sprintf("%s (%s)", name, e.Patterns[i]))
	}
	return "ambiguous step: " + e.Text + " fits " + strings.Join(each, " and ")
}

func ambiguous(text string, found []*Match) *AmbiguousError {
	e := &AmbiguousError{Text: text}
	for _, m := range found {
		e.Names, e.Patterns = append(e.Names, m.Def.Name), append(e.Patterns, m.usage())
	}
	return e
}

// ArgumentError reports a bad value in a step, or a doc string or table that the step does not take or that is missing.
type ArgumentError struct {
	// Step is the text of the step, without its keyword.
	Step string
	// Type is the name of the placeholder; empty for a doc string or table.
	Type string
	// Value is the text as written.
	Value string
	// Err says what is wrong with it, or what to write instead.
	Err error
}

func (e *ArgumentError) Error() string {
	if e.Type == "" {
		return e.Err.Error()
	}
	value := e.Value
	if !strings.HasPrefix(value, `"`) {
		value = `"` + value + `"`
	}
	return fmt.Sprintf("bad %s %s: %s", e.Type, value, e.Err)
}

func (e *ArgumentError) Unwrap() error { return e.Err }

// ArgumentErrors are all errors in the values of a step.
type ArgumentErrors struct {
	// All has at least one element.
	All []*ArgumentError
}

func (e *ArgumentErrors) Error() string { return errors.Join(e.Unwrap()...).Error() }

// Unwrap returns each of them.
func (e *ArgumentErrors) Unwrap() []error {
	all := make([]error, len(e.All))
	for i, each := range e.All {
		all[i] = each
	}
	return all
}

// badArguments sets the text of the step in each of its errors.
func badArguments(text string, all []*ArgumentError) *ArgumentErrors {
	for _, e := range all {
		e.Step = text
	}
	return &ArgumentErrors{All: all}
}
