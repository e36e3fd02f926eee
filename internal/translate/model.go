package translate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNoTests is returned for a folder in which no test of the tool was found.
var ErrNoTests = errors.New("no tests found")

// Suite is the translation of a folder of tests.
type Suite struct {
	Cases []*Case
	Notes []Skipped // what could not be translated, and belongs to no test
}

// Case is one test, as a scenario.
type Case struct {
	Name     string // of the test, and of its files
	Source   string // file or folder of the test
	Lines    []Line
	Files    []File // manifests, by path in the folder of manifests
	Commands int    // how many of its steps run a command on this machine

	folder      string   // of the test
	known       []*known // objects that the lines so far have applied, or found to exist
	expressions bool     // the tool evaluates texts in parentheses
	limits      limits   // what the suite says for all tests
}

// File is a manifest to write.
type File struct {
	Name string
	Data []byte
}

// Line is a step of the scenario; or a comment; or, if Skipped is set, something that could not be translated.
type Line struct {
	Keyword string // Given, When or Then; empty if the line is not a step
	Text    string
	Doc     string
	Comment string
	Skipped *Skipped
}

// Skipped is something that could not be translated.
type Skipped struct {
	File string
	At   int // line in File; 0 if unknown
	What string
	Why  string
}

func (s Skipped) String() string {
	place := s.File
	if s.At > 0 {
		place = fmt.Sprintf("%s:%d", s.File, s.At)
	}
	return fmt.Sprintf("%s: %s: %s", place, s.What, s.Why)
}

// Skipped lists what could not be translated, in the order of the tests.
func (s *Suite) Skipped() (all []Skipped) {
	all = append(all, s.Notes...)
	for _, c := range s.Cases {
		for _, line := range c.Lines {
			if line.Skipped != nil {
				all = append(all, *line.Skipped)
			}
		}
	}
	return all
}

// Steps returns the number of steps of all scenarios.
func (s *Suite) Steps() (n int) {
	for _, c := range s.Cases {
		n += c.steps()
	}
	return n
}

// Commands returns the number of steps that run a command on this machine.
func (s *Suite) Commands() (n int) {
	for _, c := range s.Cases {
		n += c.Commands
	}
	return n
}

func (c *Case) steps() (n int) {
	for _, line := range c.Lines {
		if line.Keyword != "" {
			n++
		}
	}
	return n
}

const then = "Then"

// judges reports whether the scenario has a check.
func (c *Case) judges() bool {
	return slices.ContainsFunc(c.Lines, func(line Line) bool { return line.Keyword == then })
}

// act adds a step that changes something. Before the first check it is a precondition.
func (c *Case) act(text, doc string) {
	keyword := "Given"
	if c.judges() {
		keyword = "When"
	}
	c.Lines = append(c.Lines, Line{Keyword: keyword, Text: text, Doc: doc})
}

// check adds a check. If within is 0, the default of the run applies.
func (c *Case) check(text, doc string, within time.Duration) {
	if within > 0 {
		text += " within " + brief(within)
	}
	c.Lines = append(c.Lines, Line{Keyword: then, Text: text, Doc: doc})
}

// brief formats a duration briefly: 1m for 1m0s.
func brief(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func (c *Case) skip(at place, what, why string) {
	c.Lines = append(c.Lines, note(at, what, why))
}

func note(at place, what, why string) Line {
	return Line{Skipped: &Skipped{File: at.file, At: at.line, What: what, Why: why}}
}

// place is a location in the files of the test.
type place struct {
	file string
	line int
}
