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
	// Unseen says that what it lacks is something that was not seen, and never was. That it is not met does not hold
	// when it may have been missed.
	Unseen bool
	// Hopeless, when set, says why it can never be met: a wait ends at once, or at HopelessFrom.
	Hopeless error
	// HopelessFrom, when set, is the time before which Hopeless does not count: a grace in which the state may
	// still heal. The check is evaluated again at that time, also when nothing was observed meanwhile.
	HopelessFrom time.Time
	// Certain says that Hopeless is something that was seen: it counts whatever else was not.
	Certain bool
}

// Check looks at a view and gives a verdict. It must depend on nothing else
// and change nothing: it is called under a lock, for every observation that
// concerns what it has looked at.
type Check func(View) Verdict

// ErrClosed ends the waits of a timeline that is closed while they wait.
var ErrClosed = errors.New("the scenario has ended")

// ErrStopped ends all waits when the run's watches are stopped.
var ErrStopped = errors.New("the run's watches were stopped")

// Missed is the error of a wait whose check was not met.
type Missed struct {
	Saw        string    // what the check saw last
	LastChange time.Time // when that became so; zero when it never changed during the wait
	Ended      time.Time // when the wait ended
	Waited     time.Duration
	Blind      *Blind // when what it needed was not seen, and that for so long that the miss says nothing; nil else
	Cause      error  // context.DeadlineExceeded, context.Canceled, the Hopeless error, or why the timeline ended
}

// Error says what was seen, and, when that had not just begun, for how long it
// had been so; of what did not stay as wanted, after which time.
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

// GaveUp is why the wait ended before its time, as its check called the state
// hopeless; nil when that is not how it ended.
func (m *Missed) GaveUp() error {
	if h, ok := errors.AsType[hopeless](m.Cause); ok {
		return h.why
	}
	return nil
}

// Since is for how long what was seen had been so when the wait ended, in
// tenths of a second; 0 when that cannot be said.
func (m *Missed) Since() time.Duration {
	if m.LastChange.IsZero() {
		return 0
	}
	return m.Ended.Sub(m.LastChange).Round(100 * time.Millisecond)
}

// Unwrap gives the cause.
func (m *Missed) Unwrap() error { return m.Cause }
