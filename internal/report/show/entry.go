// Package show has what the formats share: the file that is written anew after each scenario ([File]), a scenario as a
// file shows it ([Entry]), the block that explains a failure, and the limits of all texts.
package show

import (
	"cmp"
	"strings"

	"github.com/gherkind/gherkind/scenarios/report"
)

// Stage is how far a scenario has come when a file is written.
type Stage int

// The stages.
const (
	Waiting Stage = iota // not started
	Running
	Ended
)

// Entry is a scenario as a file shows it.
type Entry struct {
	*report.Scenario
	Stage Stage
}

// What a file says of scenarios that did not come to an end.
const (
	notRunReason      = "not run"
	interruptedReason = "was running when this file was written: the run was stopped, or still goes on"

	// UnfinishedReason is said of a whole run.
	UnfinishedReason = "this file was written in the course of the run, which was stopped, or still goes on"
)

// ShownVerdict is what the entry counts as. One that never came to its end is not the
// fault of the behaviour under test.
func (e Entry) ShownVerdict() report.Verdict {
	switch e.Stage {
	case Waiting:
		return report.NotRun
	case Running:
		return report.Broken
	case Ended:
	}
	return e.Verdict()
}

// ShownReason says in one line why the entry did not pass; empty when it did.
func (e Entry) ShownReason() string {
	if e.Stage == Running {
		return interruptedReason
	}
	switch e.ShownVerdict() {
	case report.Good:
	case report.NotRun:
		return cmp.Or(FirstLine(e.Err), skippedBecause(e.Scenario), notRunReason)
	case report.Broken:
		return FirstLine(e.Err)
	case report.Bad:
		if f := e.Reason(); f != nil {
			return f.Summary()
		}
		return string(e.Status)
	}
	return ""
}

// ShownCode is the stable word for the reason; empty when the entry passed or was not run.
func (e Entry) ShownCode() string {
	switch e.Stage {
	case Waiting:
		return ""
	case Running:
		return report.CodeInterrupted
	case Ended:
	}
	return e.Code()
}

// ShownCause is what the attempts say when the last has ended.
func (e Entry) ShownCause() report.Cause {
	if e.Stage != Ended {
		return ""
	}
	return e.Cause()
}

// ShownComparison is the cause in a sentence, fit to print.
func (e Entry) ShownComparison() string {
	if e.Stage != Ended {
		return ""
	}
	return Attr(e.Comparison())
}

// EarlierEntries are the earlier ones, as entries of their own.
func (e Entry) EarlierEntries() []Entry {
	var out []Entry
	for _, s := range e.Earlier {
		out = append(out, Entry{s, Ended})
	}
	return out
}

// Title is the scenario's name with that of its rule.
func (e Entry) Title() string {
	if e.Rule != "" {
		return e.Rule + ": " + e.Name
	}
	return e.Name
}

// skippedBecause is what a step of a skipped scenario says about it.
func skippedBecause(s *report.Scenario) string {
	for _, step := range s.Steps {
		if step.Err != "" {
			return FirstLine(step.Err)
		}
	}
	return ""
}

// FirstLine is the first line of text, without blanks around it.
func FirstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// CountEntries counts by verdict, as Run.Counts does for a run that is over.
func CountEntries(entries []Entry) report.Counts {
	var c report.Counts
	for _, e := range entries {
		c.Add(e.ShownVerdict(), e.Scenario)
	}
	return c
}
