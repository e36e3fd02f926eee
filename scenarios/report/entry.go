package report

import (
	"cmp"
	"strings"
)

// stage is how far a scenario has come when a file is written.
type stage int

const (
	waiting stage = iota // not started
	running
	ended
)

// entry is a scenario as a file shows it.
type entry struct {
	*Scenario
	stage stage
}

// What a file says of scenarios that did not come to an end.
const (
	notRunReason      = "not run"
	interruptedReason = "was running when this file was written: the run was stopped, or still goes on"
	interruptedCode   = "INTERRUPTED"
	brokenCode        = "INFRASTRUCTURE"

	// unfinishedReason is said of a whole run.
	unfinishedReason = "this file was written in the course of the run, which was stopped, or still goes on"
)

// verdict is what the entry counts as. One that never came to its end is not the
// fault of the behaviour under test.
func (e entry) verdict() Verdict {
	switch e.stage {
	case waiting:
		return NotRun
	case running:
		return Broken
	case ended:
	}
	return e.Verdict()
}

// reason says in one line why the entry did not pass; empty when it did.
func (e entry) reason() string {
	if e.stage == running {
		return interruptedReason
	}
	switch e.verdict() {
	case Good:
	case NotRun:
		return cmp.Or(firstLine(e.Err), skippedBecause(e.Scenario), notRunReason)
	case Broken:
		return firstLine(e.Err)
	case Bad:
		if f := failureOf(e.Scenario); f != nil {
			return f.Summary()
		}
		return string(e.Status)
	}
	return ""
}

// code is the stable word for the reason; empty when the entry passed or was not run.
func (e entry) code() string {
	if e.stage == running {
		return interruptedCode
	}
	switch e.verdict() {
	case Good, NotRun:
	case Broken:
		if e.Status == Interrupted {
			return interruptedCode
		}
		return brokenCode
	case Bad:
		if f := failureOf(e.Scenario); f != nil && f.Code != "" {
			return f.Code
		}
		return strings.ToUpper(string(e.Status))
	}
	return ""
}

// cause is what the attempts say when the last has ended.
func (e entry) cause() Cause {
	if e.stage != ended {
		return ""
	}
	return e.Cause()
}

// comparison is the cause in a sentence, fit to print.
func (e entry) comparison() string {
	if e.stage != ended {
		return ""
	}
	return attr(e.Comparison())
}

// attempts are the earlier ones, as entries of their own.
func (e entry) attempts() []entry {
	var out []entry
	for _, s := range e.Earlier {
		out = append(out, entry{s, ended})
	}
	return out
}

// line is where to look first: the step that failed, else the scenario.
func (e entry) line() int {
	if step := e.FailedStep(); step != nil && step.Line > 0 {
		return step.Line
	}
	return e.Line
}

// title is the scenario's name with that of its rule.
func (e entry) title() string {
	if e.Rule != "" {
		return e.Rule + ": " + e.Name
	}
	return e.Name
}

// skippedBecause is what a step of a skipped scenario says about it.
func skippedBecause(s *Scenario) string {
	for _, step := range s.Steps {
		if step.Err != "" {
			return firstLine(step.Err)
		}
	}
	return ""
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// countEntries counts by verdict, as Run.Counts does for a run that is over.
func countEntries(entries []entry) Counts {
	var c Counts
	for _, e := range entries {
		c.add(e.verdict(), e.Scenario)
	}
	return c
}
