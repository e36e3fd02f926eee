package observe

import "time"

// hopeless marks the error of a check that calls its state hopeless.
type hopeless struct {
	why     error
	certain bool
}

func (h hopeless) Error() string { return h.why.Error() }

func (h hopeless) Unwrap() error { return h.why }

// alarm makes a check be evaluated at a time when nothing may be observed: a
// grace ends although nothing happens.
type alarm struct {
	at    time.Time // wanted; zero for none
	set   time.Time // when the timer rings
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

// again evaluates a waiter whose alarm rings.
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

// due is when a waiter wants to be evaluated again; zero for never.
func (t *Timeline) due(w *waiter) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return w.alarm.at
}
