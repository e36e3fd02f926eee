// Package show has what the formats share: the file that is rewritten after each scenario ([File]), a scenario as it is shown
// ([Entry]), the block that explains a failure, and the limits of all texts.
package show

import (
	"cmp"
	"strings"

	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Stage says whether a scenario has started and ended when a file is written.
type Stage int

// The stages.
const (
	Waiting Stage = iota // not started
	Running
	Ended
)

// Entry is a scenario as shown in a file.
type Entry struct {
	*report.Scenario
	Stage Stage
}

// Texts for scenarios that did not end.
const (
	notRunReason = "not run"

	// UnfinishedReason is the text for a whole run.
	UnfinishedReason = "this file was written during the run, which was stopped or is still in progress"
)

// ShownOutcome returns the outcome of the entry. If it never ended, the behaviour under test is not at fault.
func (e Entry) ShownOutcome() report.Outcome {
	switch e.Stage {
	case Waiting:
		return report.OutcomeNotRun
	case Running:
		return report.OutcomeInterrupted
	case Ended:
	}
	return e.Outcome()
}

// Unsuccessful reports whether the entry was started and has not passed.
func (e Entry) Unsuccessful() bool {
	o := e.ShownOutcome()
	return o.Ran() && !o.Passed()
}

// LeftOut reports whether the entry was skipped for a reason.
func (e Entry) LeftOut() bool { return e.ShownOutcome() == report.OutcomeSkipped }

// VerdictWord returns the outcome with the words of version 1 of the JSON format, which are also used in "rawStatus" of CTRF.
func VerdictWord(o report.Outcome) string {
	switch o {
	case report.OutcomePassed, report.OutcomeFlaky:
		return "passed"
	case report.OutcomeFailed:
		return "failed"
	case report.OutcomeInfrastructure, report.OutcomeInterrupted:
		return "broken"
	case report.OutcomeSkipped, report.OutcomeNotRun:
	}
	return "notRun"
}

// ShownReason returns in one line why the entry did not pass; empty if it passed.
func (e Entry) ShownReason() string { return e.ReasonIn(nil) }

// ReasonIn is ShownReason in a language, for texts of gherkind.
func (e Entry) ReasonIn(l *say.Language) string {
	if e.Stage == Running {
		return l.Word("was running when this file was written: the run was stopped or is still in progress")
	}
	switch e.ShownOutcome() {
	case report.OutcomePassed, report.OutcomeFlaky:
	case report.OutcomeSkipped, report.OutcomeNotRun:
		return cmp.Or(l.Retell(FirstLine(e.Err)), l.Retell(skippedBecause(e.Scenario)), l.Word(notRunReason))
	case report.OutcomeInfrastructure, report.OutcomeInterrupted:
		return l.Retell(FirstLine(e.Err))
	case report.OutcomeFailed:
		if f := e.Reason(); f != nil {
			return f.InNamespaces(e.Namespaces).SummaryIn(l)
		}
		return l.Word(string(e.Status))
	}
	return ""
}

// ShownCode returns the stable code of the reason; empty if the entry passed or did not run.
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

// ShownCause returns the conclusion from the attempts, once the last one has ended.
func (e Entry) ShownCause() report.Cause {
	if e.Stage != Ended {
		return ""
	}
	return e.Cause()
}

// ShownComparison describes the cause in a printable sentence.
func (e Entry) ShownComparison() string { return e.ComparisonIn(nil) }

// ComparisonIn is ShownComparison in a language.
func (e Entry) ComparisonIn(l *say.Language) string {
	if e.Stage != Ended {
		return ""
	}
	return Attr(l.Text(e.Compared()))
}

// EarlierEntries returns the earlier attempts as entries.
func (e Entry) EarlierEntries() []Entry {
	var out []Entry
	for _, s := range e.Earlier {
		out = append(out, Entry{s, Ended})
	}
	return out
}

// Title returns the scenario's name with that of its rule.
func (e Entry) Title() string {
	if e.Rule != "" {
		return e.Rule + ": " + e.Name
	}
	return e.Name
}

// skippedBecause returns the reason that a step of a skipped scenario has.
func skippedBecause(s *report.Scenario) string {
	for _, step := range s.Steps {
		if step.Err != "" {
			return FirstLine(step.Err)
		}
	}
	return ""
}

// FirstLine returns the first line of text, without surrounding spaces.
func FirstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// CountEntries counts by outcome, like Run.Counts for a finished run.
func CountEntries(entries []Entry) report.Counts {
	c := report.Counts{}
	for _, e := range entries {
		c[e.ShownOutcome()]++
	}
	return c
}
