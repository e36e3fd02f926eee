package main

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

// progress prints the progress of a run occasionally.
type progress struct{ of, done int }

// RunStarted implements report.Listener.
func (*progress) RunStarted(*report.Run) {}

// ScenarioStarted implements report.Listener.
func (*progress) ScenarioStarted(*report.Scenario) {}

// StepStarted implements report.Listener.
func (*progress) StepStarted(*report.Scenario, *report.Step) {}

// StepFinished implements report.Listener.
func (*progress) StepFinished(*report.Scenario, *report.Step) {}

// ScenarioFinished implements report.Listener.
func (p *progress) ScenarioFinished(s *report.Scenario) {
	if p.done++; p.done%100 == 0 || s.Status != report.Passed {
		fmt.Printf("%s %d of %d: %s %s %s\n", time.Now().Format(time.TimeOnly), p.done, p.of, s.Name, s.Status, why(s))
	}
}

// why returns why a scenario did not pass.
func why(s *report.Scenario) string {
	step := s.FailedStep()
	switch {
	case s.Err != "" || step == nil:
		return s.Err
	case step.Failure == nil:
		return step.Text + ": " + step.Err
	}
	return step.Text + ": " + step.Failure.Error()
}

// Note implements report.Listener.
func (*progress) Note(text string) { fmt.Println(text) }

// RunFinished implements report.Listener.
func (*progress) RunFinished(*report.Run) error { return nil }
