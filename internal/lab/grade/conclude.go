package grade

import (
	"cmp"
	"errors"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/scenarios/report"
)

// mostText is how many bytes of an observation are stored for a student.
const mostText = 2000

// atFault returns why a scenario is not a verdict on the student's work, or "" if it is one: the host or the cluster was at
// fault, it was interrupted, or it is not for this cluster.
func atFault(s *report.Scenario) string {
	switch o := s.Outcome(); {
	case o.Passed():
		return ""
	case o != report.OutcomeFailed:
		return cmp.Or(s.Err, "it was interrupted")
	}
	if f := s.Reason(); f != nil && s.ClusterAtFault() {
		return f.Code + ": " + f.Why
	}
	return ""
}

// conclude copies the result of the scenario to the criterion.
func (r *runner) conclude(m *marks.Criterion, c *exercise.Criterion, s *report.Scenario, err error) {
	if rejected, is := errors.AsType[*Rejected](err); is {
		m.Verdict, m.Expected, m.Seen = marks.Failed, "a submission that can be applied", text(rejected.Error())
		m.Code, m.Why = marks.CodeRefused, "the submission was refused" // no hint: the error says what to change
		return
	}
	if err != nil {
		m.Verdict, m.Why = marks.Infrastructure, text(err.Error())
		return
	}
	if fault := atFault(s); fault != "" {
		m.Verdict, m.Code, m.Why = marks.Infrastructure, report.CodeInfrastructure, text(fault)
		return
	}
	if s.Outcome().Passed() {
		m.Verdict, m.Earned = marks.Passed, m.Points
		return
	}
	m.Verdict, m.Line, m.Hint = marks.Failed, s.FailedLine(), r.hint(c)
	if f := s.Reason(); f != nil {
		m.Expected, m.Seen, m.Code, m.Why = text(f.Want), text(f.Saw), f.Code, text(f.Why)
	}
	if c.Partial {
		r.credit(m, s)
	}
}

// text makes text that a student may control safe to print in every output.
func text(s string) string { return plaintext.Lines(s, mostText) }

// hint returns the hint for this attempt: each attempt shows the next one, and the last one is repeated.
func (r *runner) hint(c *exercise.Criterion) string {
	_, hints := c.In(r.options.Language)
	if len(hints) == 0 {
		return ""
	}
	return hints[min(max(r.options.Attempt, 1), len(hints))-1]
}
