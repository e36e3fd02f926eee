package gherkin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is something wrong with a feature, or with a path to one.
type Problem struct {
	// URI is the path of the feature, or the path as it was asked for.
	URI string
	// Line is the line from 1; 0 when the whole file is meant.
	Line int
	// Message says what is wrong.
	Message string
	// Suggestion says what to do; may be empty.
	Suggestion string
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

// sorted gives the problems by file and line, each once.
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

// err is nil when there are no problems.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.sorted()
}
