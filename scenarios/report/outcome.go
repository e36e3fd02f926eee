package report

// Outcome is the result of a scenario. All reports use this list, so the same word has the same meaning everywhere.
type Outcome string

// The outcomes.
const (
	OutcomeFailed         Outcome = "failed"         // the behaviour is not what the scenario describes
	OutcomeInfrastructure Outcome = "infrastructure" // the host or the cluster was at fault: inconclusive
	OutcomeInterrupted    Outcome = "interrupted"    // ended by an interrupt: inconclusive
	OutcomeFlaky          Outcome = "flaky"          // passed, after an attempt that failed
	OutcomePassed         Outcome = "passed"
	OutcomeSkipped        Outcome = "skipped" // not for this cluster, for a reason
	OutcomeNotRun         Outcome = "not-run" // not started
)

// Look is how an outcome is shown to people.
type Look struct {
	Word    string // in a sentence: "3 not run"
	Heading string // above a list
	Sign    string // of one column
	Letters string // in place of the sign, in ASCII
	Emoji   string // in Markdown
}

// Outcomes returns all outcomes; those that need attention come first.
func Outcomes() []Outcome {
	return []Outcome{
		OutcomeFailed, OutcomeInfrastructure, OutcomeInterrupted, OutcomeFlaky, OutcomePassed, OutcomeSkipped, OutcomeNotRun,
	}
}

// Look returns the words and symbols of the outcome.
func (o Outcome) Look() Look {
	return map[Outcome]Look{
		OutcomeFailed:         {"failed", "Failed", "✗", "FAIL", "❌"},
		OutcomeInfrastructure: {"infrastructure", "Infrastructure: the host or the cluster is at fault", "!", "INFRA", "💥"},
		OutcomeInterrupted:    {"interrupted", "Interrupted", "-", "stop", "✋"},
		OutcomeFlaky:          {"flaky", "Flaky: passed on a retry", "✓", "ok", "⚠️"},
		OutcomePassed:         {"passed", "Passed", "✓", "ok", "✅"},
		OutcomeSkipped:        {"skipped", "Skipped", "-", "skip", "⏭️"},
		OutcomeNotRun:         {"not run", "Not run", "-", "skip", "➖"},
	}[o]
}

// Passed reports whether the scenario's last attempt passed.
func (o Outcome) Passed() bool { return o == OutcomePassed || o == OutcomeFlaky }

// Inconclusive reports whether the scenario ran but says nothing about the behaviour: it did not finish, or the host or the
// cluster was at fault.
func (o Outcome) Inconclusive() bool { return o == OutcomeInfrastructure || o == OutcomeInterrupted }

// Ran reports whether the scenario was started.
func (o Outcome) Ran() bool { return o != OutcomeSkipped && o != OutcomeNotRun }

// Outcome returns the result of the scenario so far.
func (s *Scenario) Outcome() Outcome {
	if o := s.lastAttempt(); o != OutcomePassed || s.Cause() != Flaky {
		return o
	}
	return OutcomeFlaky
}

// lastAttempt returns the outcome without earlier attempts. The Err of a skipped scenario gives the reason; a scenario that did
// not run because of an interrupt has none.
func (s *Scenario) lastAttempt() Outcome {
	switch {
	case s.Status == Interrupted:
		return OutcomeInterrupted
	case s.Status == Skipped && s.Err == "":
		return OutcomeNotRun
	case s.Status == Skipped:
		return OutcomeSkipped
	case s.Err != "":
		return OutcomeInfrastructure
	case s.Status == "":
		return OutcomeNotRun
	case s.Status == Passed:
		return OutcomePassed
	}
	return OutcomeFailed
}
