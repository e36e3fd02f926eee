package report

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
)

// Advice is about a wait that was met, and came close to what it was allowed.
type Advice struct {
	URI             string
	Line            int // of the step
	Step            string
	Needed, Allowed time.Duration // Needed is the longest of the runs
	Allow           time.Duration // what would leave room
	Runs            int           // how many of the last runs it is from, this one included
}

// Place is where the step stands.
func (a Advice) Place() string { return fmt.Sprintf("%s:%d", a.URI, a.Line) }

// String is what it says of the step: "needed 27s of 30s allowed, in the last 5 runs; allow 60s".
func (a Advice) String() string {
	when := "in this run"
	if a.Runs > 1 {
		when = fmt.Sprintf("in the last %d runs", a.Runs)
	}
	return fmt.Sprintf("needed up to %s of %s allowed, %s; allow %s", explain.Seconds(a.Needed), explain.Seconds(a.Allowed), when, explain.Seconds(a.Allow))
}
