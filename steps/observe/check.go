package observe

import (
	"errors"
	"fmt"
	"time"
)

// Verdict is what a check says of a view.
type Verdict struct {
	Met bool
	// Saw says in a few words what is there instead, when it is not met.
	Saw string
	// Hopeless, when set, says why it can never be met: a wait ends at once.
	Hopeless error
}

// Check looks at a view and gives a verdict. It must depend on nothing else
// and change nothing: it is called for every observation, under a lock.
type Check func(View) Verdict

// ErrClosed ends the waits of a timeline that is closed while they wait.
var ErrClosed = errors.New("the scenario has ended")

// ErrStopped ends all waits when the run's watches are stopped.
var ErrStopped = errors.New("the run's watches were stopped")

// Missed is the error of a wait whose check was not met.
type Missed struct {
	Saw        string    // what the check saw last
	LastChange time.Time // when that became so; zero when it never changed during the wait
	Waited     time.Duration
	Cause      error // context.DeadlineExceeded, context.Canceled, the Hopeless error, or why the timeline ended
}

// Error says what was seen, and since when.
func (m *Missed) Error() string {
	if m.LastChange.IsZero() {
		return m.Saw
	}
	return fmt.Sprintf("%s, last change %s before the end", m.Saw, m.sinceChange())
}

func (m *Missed) sinceChange() time.Duration {
	return max(time.Since(m.LastChange), 0).Round(100 * time.Millisecond)
}

// Unwrap gives the cause.
func (m *Missed) Unwrap() error { return m.Cause }
