package observe

import "time"

// failFast is the error of a wait whose check has said that it can no longer be met.
type failFast struct {
	why     error
	certain bool
}

func (f failFast) Error() string { return f.why.Error() }

func (f failFast) Unwrap() error { return f.why }

// alarm has a check evaluated at a given time, because a grace period ends even if nothing is observed then.
type alarm struct {
	at    time.Time // when to evaluate the check; zero for never
	set   time.Time // what the timer is set to
	timer *time.Timer
}

// judge evaluates a waiter and, unless it is done, sets its alarm. The caller
// holds the timeline's lock.
func (t *Timeline) judge(w *waiter) (done bool) {
	if w.evaluate(t.state) {
		w.disarm()
		return true
	}
	now := t.Now()
	if w.alarm.at.Equal(w.alarm.set) && w.alarm.timer != nil || !w.alarm.at.After(now) {
		return false
	}
	w.disarm()
	w.alarm.set = w.alarm.at
	t.source.ring(t, w)
	return false
}

// ring sets a timer.
func (live) ring(t *Timeline, w *waiter) {
	w.alarm.timer = time.AfterFunc(time.Until(w.alarm.at), func() { t.again(w) })
}

// again evaluates a waiter whose timer has fired.
func (t *Timeline) again(w *waiter) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiters[w] && t.judge(w) {
		delete(t.waiters, w)
	}
}

func (w *waiter) disarm() {
	if w.alarm.timer != nil {
		w.alarm.timer.Stop()
	}
	w.alarm.timer, w.alarm.set = nil, time.Time{}
}

// due returns when a waiter must be evaluated again; zero for never.
func (t *Timeline) due(w *waiter) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return w.alarm.at
}
