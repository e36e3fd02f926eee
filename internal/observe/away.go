package observe

import (
	"context"
	"errors"
	"time"
)

// away returns the interruption of a watch because of which a wait may have missed what it waited for; nil if there is
// none. A wait counts as missed only if the API server itself shows at the end of the time that the check is not met.
func (t *Timeline) away(w *waiter, began, ended time.Time, cause error) *Blind {
	needs, late := t.needs(w), errors.Is(cause, context.DeadlineExceeded)
	gaveUp, early := errors.AsType[failFast](cause)
	switch {
	case !needs.any(), early && gaveUp.certain:
		return nil
	case late:
		if away := Away(t.source.blinds(t, began, needs), began, ended); away != nil {
			return away
		}
	case !early && (!t.lacks(w) || !errors.Is(cause, errNotHeld)):
		return nil
	}
	from := ended
	if t.lacks(w) { // for something that was never observed, every interruption counts
		from = t.opened
	}
	turned := func() bool { return t.otherwise(w, early) || late && t.wasMet(w) }
	blind, err := t.decided(t.hub.ctx, from, needs, turned)
	if unseen, is := errors.AsType[*Unseen](err); is {
		return &unseen.Blind
	}
	if blind == nil || !turned() {
		return nil
	}
	return blind
}

// wasMet reports whether the check was met at any time, including by observations that arrived late.
func (t *Timeline) wasMet(w *waiter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return w.met
}

func (t *Timeline) lacks(w *waiter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return w.unseen
}

// otherwise reports whether what has been observed since then changes the verdict: the check is met, or, for a wait that
// failed fast, may still be met.
func (t *Timeline) otherwise(w *waiter, early bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	verdict := w.check(&w.view)
	return verdict.Met || early && verdict.FailsFast == nil
}
