// Package status defines the statuses of steps and scenarios: Cucumber's, and one more.
package status

import "slices"

// Status is the result of a step or a scenario. It is empty while it runs.
type Status string

// The statuses.
const (
	Passed    Status = "passed"
	Failed    Status = "failed"
	Skipped   Status = "skipped"
	Pending   Status = "pending"
	Undefined Status = "undefined"
	Ambiguous Status = "ambiguous"

	// Interrupted is the status of a scenario that was ended during a step, and of that step. Cucumber has no such status.
	Interrupted Status = "interrupted"
)

// Worse returns the status that decides about the whole, in Cucumber's order.
func Worse(a, b Status) Status {
	order := []Status{Passed, Skipped, Pending, Undefined, Ambiguous, Failed, Interrupted}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}
