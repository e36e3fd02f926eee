package report

import (
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
)

// The codes of failures that are not caused by the behaviour under test.
const (
	CodeInterrupted    = "INTERRUPTED"
	CodeInfrastructure = "INFRASTRUCTURE"
)

// Reason returns the failure of the scenario; if there is only an error of a step,
// it is built from that. It is nil if nothing is known.
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

// Code returns the stable code of the reason why the scenario did not pass; empty if it passed or did not run.
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

// FailedLine returns the line of the step that failed, otherwise that of the scenario.
func (s *Scenario) FailedLine() int {
	if step := s.FailedStep(); step != nil && step.Line > 0 {
		return step.Line
	}
	return s.Line
}
