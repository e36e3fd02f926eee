package project

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is a mistake in a project file, in the environment or in a flag.
type Problem struct {
	// At is its location: FILE:LINE:COLUMN, or the name of a variable or a flag.
	At      string
	Message string
}

func (p Problem) String() string { return p.At + ": " + p.Message }

// Error has all mistakes that were found.
type Error []Problem

func (e Error) Error() string {
	var lines []string
	for _, p := range e {
		if line := p.String(); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// orNil returns the error, or nil if there is none.
func (e Error) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

func at(file string, line, column int) string { return fmt.Sprintf("%s:%d:%d", file, line, column) }
