package observe

import (
	"fmt"
	"time"
)

// outcome is how a wait ended, and when that was decided.
type outcome struct {
	err error
	at  time.Time
}

// waiter is a check that is evaluated on every observation until it is done.
// Its fields are guarded by its timeline.
type waiter struct {
	check   Check
	view    reading // what the check looks at
	always  bool    // every observation concerns it
	decide  func(Verdict) (done bool, err error)
	done    chan outcome // one buffered outcome
	saw     string
	unseen  bool // the check is not met because something was never observed
	met     bool // whether the check was met at any time
	changed time.Time
	seen    bool
	now     func() time.Time // of the timeline
	alarm   alarm
}

func newWaiter(check Check, decide func(Verdict) (bool, error)) *waiter {
	return &waiter{check: check, decide: decide, done: make(chan outcome, 1)}
}

// concerns reports whether an observation may change the verdict.
func (w *waiter) concerns(o Observation) bool { return w.always || w.view.concerns(o) }

// evaluate returns true when the waiter is done. If the check panics, its waiter ends with an error and the others
// continue.
func (w *waiter) evaluate(v View) (done bool) {
	defer func() {
		if p := recover(); p != nil {
			w.finish(outcome{err: fmt.Errorf("the check panicked: %v", p)})
			done = true
		}
	}()
	w.view.again(v)
	verdict := w.check(&w.view)
	if verdict.Saw != w.saw {
		w.saw = verdict.Saw
		if w.seen {
			w.changed = w.now()
		}
	}
	w.seen, w.unseen, w.met = true, verdict.Unseen, w.met || verdict.Met
	w.alarm.at = verdict.FailsFastFrom
	done, err := w.decide(verdict)
	if done {
		w.finish(outcome{err: err})
	}
	return done
}

// over reports whether the waiter is done.
func (w *waiter) over() bool { return len(w.done) > 0 }

func (w *waiter) finish(o outcome) {
	if w.now != nil {
		o.at = w.now()
	}
	select {
	case w.done <- o:
	default: // it has ended before
	}
}
