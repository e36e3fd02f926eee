package report

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/say"
)

// Advice is about a wait whose condition was met, but only close to its limit.
type Advice struct {
	URI             string
	Line            int // of the step
	Step            string
	Needed, Allowed time.Duration // Needed is the longest of the runs
	Allow           time.Duration // a limit that would be sufficient
	Runs            int           // the number of runs it is based on, including this one
}

// Place returns the position of the step.
func (a Advice) Place() string { return fmt.Sprintf("%s:%d", a.URI, a.Line) }

// String returns, for example, "needed 27s of 30s allowed, in the last 5 runs; allow 60s".
func (a Advice) String() string { return a.Text().String() }

// Text is String as a translatable text.
func (a Advice) Text() say.Text {
	when := say.Textf("in this run")
	if a.Runs > 1 {
		when = say.Textf("in the last %d runs", a.Runs)
	}
	return say.Textf("needed up to %s of %s allowed, %s; allow %s", explain.Seconds(a.Needed), explain.Seconds(a.Allowed), when, explain.Seconds(a.Allow))
}
