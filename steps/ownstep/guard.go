package ownstep

import (
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
)

// quick is how long a check may take. While it is called, nothing else is observed.
const quick = 10 * time.Second

// verdictOf calls a check, on a goroutine of its own: one that panics, hangs or ends its goroutine (as FailNow of testing.T does) must
// not stop the watches, which call it. Its wait ends.
func verdictOf(check func() (bool, string)) observe.Verdict {
	done := make(chan observe.Verdict, 1)
	go func() {
		verdict := never("the check of the step ended its goroutine, as FailNow of testing.T does: it must return its result")
		defer func() {
			if p := step.Panicked(recover()); p != nil {
				verdict = never(p.Error())
			}
			done <- verdict
		}()
		met, saw := check()
		if !met && saw == "" {
			saw = "the check of the step is not met"
		}
		verdict = observe.Verdict{Met: met, Saw: saw}
	}()
	late := time.NewTimer(quick)
	defer late.Stop()
	select {
	case verdict := <-done:
		return verdict
	case <-late.C:
		return never(fmt.Sprintf("the check of the step did not return within %s: it must not wait, as it is called again when something changes", quick))
	}
}

// never is the verdict of a check that has a fault.
func never(saw string) observe.Verdict {
	return observe.Verdict{Saw: saw, FailsFast: errFaulty, Certain: true}
}

var errFaulty = errors.New("the step has a fault")
