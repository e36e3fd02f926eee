package gherkin

import (
	"slices"
	"time"

	"github.com/cucumber/godog"
)

// Status is the outcome of a step or a scenario, in the words of Cucumber.
type Status string

// The outcomes of Cucumber.
const (
	Passed    Status = "passed"
	Skipped   Status = "skipped"
	Pending   Status = "pending"
	Undefined Status = "undefined"
	Ambiguous Status = "ambiguous"
	Failed    Status = "failed"
)

// statusOf translates the status of godog.
func statusOf(s godog.StepResultStatus) Status {
	switch s {
	case godog.StepPassed:
		return Passed
	case godog.StepSkipped:
		return Skipped
	case godog.StepPending:
		return Pending
	case godog.StepUndefined:
		return Undefined
	case godog.StepAmbiguous:
		return Ambiguous
	default:
		return Failed
	}
}

// worse is the one of two outcomes that decides about the whole, in the order of Cucumber.
func worse(a, b Status) Status {
	order := []Status{Passed, Skipped, Pending, Undefined, Ambiguous, Failed}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// StepResult is the outcome of one step.
type StepResult struct {
	// Status is the outcome.
	Status Status
	// Err says why it did not pass; nil for a step that was skipped because an earlier one did not.
	Err error
	// Started is zero when the step was not run.
	Started time.Time
	// Duration is how long it ran.
	Duration time.Duration
}

// Result is the outcome of a pickle.
type Result struct {
	// Status is that of the worst step; failed also when BeforeScenario or AfterScenario failed.
	Status Status
	// Steps has one result for each step of the pickle.
	Steps []StepResult
	// Err is why the scenario did not pass: the error of BeforeScenario, or of the first step that has one.
	Err error
	// Cleanup is the error of AfterScenario.
	Cleanup error
	// Started and Ended are the times before BeforeScenario and after AfterScenario.
	Started, Ended time.Time
}
