package gherkin

import (
	"time"

	"github.com/cucumber/godog"

	"github.com/gherkind/gherkind/internal/status"
)

// statusOf converts the status of godog.
func statusOf(s godog.StepResultStatus) status.Status {
	switch s {
	case godog.StepPassed:
		return status.Passed
	case godog.StepSkipped:
		return status.Skipped
	case godog.StepPending:
		return status.Pending
	case godog.StepUndefined:
		return status.Undefined
	case godog.StepAmbiguous:
		return status.Ambiguous
	default:
		return status.Failed
	}
}

// StepResult is the outcome of one step.
type StepResult struct {
	// Status is the outcome.
	Status status.Status
	// Err says why it did not pass; nil for a step that was skipped because an earlier one did not.
	Err error
	// Started is zero if the step did not run.
	Started time.Time
	// Duration is how long it ran.
	Duration time.Duration
}

// Result is the outcome of a pickle.
type Result struct {
	// Status is that of the worst step; also failed if BeforeScenario or AfterScenario failed.
	Status status.Status
	// Steps has one result for each step of the pickle.
	Steps []StepResult
	// Err says why the scenario did not pass: the error of BeforeScenario, or of the first step that has one.
	Err error
	// Cleanup is the error of AfterScenario.
	Cleanup error
	// Started and Ended are the times before BeforeScenario and after AfterScenario.
	Started, Ended time.Time
}
