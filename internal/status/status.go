// Package status has the words for how a step or a scenario ended. They are Cucumber's, and one more.
package status

import "slices"

// Status is how a step or a scenario ended. It is empty while it has not ended.
type Status string

// The statuses.
const (
	Passed    Status = "passed"
	Failed    Status = "failed"
	Skipped   Status = "skipped"
	Pending   Status = "pending"
	Undefined Status = "undefined"
	Ambiguous Status = "ambiguous"

	// Interrupted is of a scenario that was ended in the course of a step, and of that step. Cucumber has no word for it.
	Interrupted Status = "interrupted"
)

// Worse is the one of two statuses that decides about the whole, in the order of Cucumber.
func Worse(a, b Status) Status {
	order := []Status{Passed, Skipped, Pending, Undefined, Ambiguous, Failed, Interrupted}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}
