package report

import (
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
)

// The codes of what is not the fault of the behaviour under test.
const (
	CodeInterrupted    = "INTERRUPTED"
	CodeInfrastructure = "INFRASTRUCTURE"
)

// Reason is the scenario's failure in the shape of a block, made up from the
// step's error when that is all there is; nil when nothing is known.
func (s *Scenario) Reason() *explain.Failure {
	step := s.FailedStep()
	var f explain.Failure
	switch {
	case s.Failure != nil:
		f = *s.Failure
	case step != nil && step.Failure != nil:
		f = *step.Failure
	case step != nil && step.Err != "":
		f.Saw = step.Err
	case step != nil && step.Status != Failed && step.Status != Interrupted:
		f.Saw = "the step is " + string(step.Status)
	default:
		return nil
	}
	if f.More == "" && s.Bundle != "" {
		f.More = s.Bundle
	}
	return &f
}

// Code is the stable word for the reason why a scenario that has ended did not pass; empty when it passed or was not run.
func (s *Scenario) Code() string {
	switch s.Outcome() {
	case OutcomePassed, OutcomeFlaky, OutcomeSkipped, OutcomeNotRun:
	case OutcomeInterrupted:
		return CodeInterrupted
	case OutcomeInfrastructure:
		return CodeInfrastructure
	case OutcomeFailed:
		if f := s.Reason(); f != nil && f.Code != "" {
			return f.Code
		}
		return strings.ToUpper(string(s.Status))
	}
	return ""
}

// FailedLine is where to look first: the step that failed, else the scenario.
func (s *Scenario) FailedLine() int {
	if step := s.FailedStep(); step != nil && step.Line > 0 {
		return step.Line
	}
	return s.Line
}
