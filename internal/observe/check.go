package observe

import (
	"errors"
	"fmt"
	"time"
)

// Verdict is the result of a check on a view.
type Verdict struct {
	Met bool
	// Saw describes in a few words the state that was found instead, if the check is not met.
	Saw string
	// Unseen says that the check is not met because something was never observed. The verdict does not count if the
	// watches may have missed it.
	Unseen bool
	// FailsFast, if set, says why the check can no longer be met: a wait ends at once, or at FailsFastFrom.
	FailsFast error
	// FailsFastFrom, if set, ends a grace period in which the state may still recover. The check is evaluated again at
	// that time, even if nothing was observed in the meantime.
	FailsFastFrom time.Time
	// Certain says that FailsFast rests on something that was observed, so that it holds whatever the watches missed.
	Certain bool
}

// Check computes a verdict from a view. It must be a pure function of the view: it is called under a lock, for every
// observation of an object that it has read.
type Check func(View) Verdict

// ErrClosed ends the waits of a timeline that is closed while they wait.
var ErrClosed = errors.New("the scenario has ended")

// ErrStopped ends all waits when the run's watches are stopped.
var ErrStopped = errors.New("the run's watches were stopped")

// Missed is the error of a wait whose check was not met.
type Missed struct {
	Saw        string    // what the check saw last
	LastChange time.Time // when Saw last changed; zero if it never changed during the wait
	Ended      time.Time // when the wait ended
	Waited     time.Duration
	Blind      *Blind // the interruption of a watch that makes the result undecided; nil if there was none
	Cause      error  // context.DeadlineExceeded, context.Canceled, the FailsFast error, or why the timeline ended
}

// Error says what was seen, and for how long if it had not just changed. For a state that was to last, it says how long
// the state lasted.
func (m *Missed) Error() string {
	if errors.Is(m.Cause, errNotHeld) {
		return fmt.Sprintf("%s, after %s", m.Saw, m.Waited.Round(100*time.Millisecond))
	}
	if why := m.GaveUp(); why != nil {
		return fmt.Sprintf("%s; gave up after %s: %v", m.Saw, m.Waited.Round(100*time.Millisecond), why)
	}
	if age := m.Since(); age >= time.Second {
		return fmt.Sprintf("%s (unchanged for %s)", m.Saw, age)
	}
	return m.Saw
}

// GaveUp returns why the wait failed fast, or nil if it did not.
func (m *Missed) GaveUp() error {
	if f, ok := errors.AsType[failFast](m.Cause); ok {
		return f.why
	}
	return nil
}

// Since returns how long Saw had been unchanged when the wait ended, in tenths of a second; 0 if that is unknown.
func (m *Missed) Since() time.Duration {
	if m.LastChange.IsZero() {
		return 0
	}
	return m.Ended.Sub(m.LastChange).Round(100 * time.Millisecond)
}

// Unwrap returns the cause.
func (m *Missed) Unwrap() error { return m.Cause }
