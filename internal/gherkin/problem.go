package gherkin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is a mistake in a feature, or in a path to one.
type Problem struct {
	// URI is the path of the feature, or the path that was asked for.
	URI string
	// Line is the line from 1; 0 for the whole file.
	Line int
	// Message says what is wrong.
	Message string
	// Suggestion says what to do; may be empty.
	Suggestion string
	// Rule is the name of the violated rule of package rules; empty if a path is wrong.
	Rule string
	// Piece is the affected part of the line, as written; empty for all of it.
	Piece string
	// Cause is the location of the reason in a manifest; zero if there is none.
	Cause Cause
}

// Cause is a location in a manifest, which may be a separate file or part of the feature, and what is wrong there.
type Cause struct {
	URI     string
	Line    int
	Message string
}

// placed is an error that knows the location of its cause.
type placed interface {
	error
	Place() (uri string, line int, message string)
}

// causeOf returns the location in an error.
func causeOf(err error) Cause {
	at, ok := errors.AsType[placed](err)
	if !ok {
		return Cause{}
	}
	uri, line, message := at.Place()
	return Cause{uri, line, message}
}

func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.URI)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": " + p.Message)
	if p.Suggestion != "" {
		b.WriteString("\n    " + p.Suggestion)
	}
	return b.String()
}

// Problems is a list of problems as an error.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// sorted returns the problems by file and line, without duplicates.
func (ps Problems) sorted() Problems {
	out := slices.Clone(ps)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.URI, b.URI), cmp.Compare(a.Line, b.Line))
	})
	seen := map[Problem]bool{}
	return slices.DeleteFunc(out, func(p Problem) bool {
		was := seen[p]
		seen[p] = true
		return was
	})
}

// err returns nil if there are no problems.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.sorted()
}
