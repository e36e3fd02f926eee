package observe

import (
	"context"
	"errors"
	"time"
)

// away tells of the watch that kept a wait from seeing what it waited for, nil when there is none. A wait that is missed
// must be so by what the API server has when its time is over, and not only by what a watch has shown of it.
func (t *Timeline) away(w *waiter, began, ended time.Time, cause error) *Blind {
	needs, late := t.needs(w), errors.Is(cause, context.DeadlineExceeded)
	gaveUp, early := errors.AsType[hopeless](cause)
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
	if t.lacks(w) { // of what was never seen, every time in which nothing was seen counts
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

// wasMet tells whether a check was met, if only in passing, by what was seen late.
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

// otherwise tells whether a wait that was missed would not be by what has been seen since; one that ended early, whether it
// would go on.
func (t *Timeline) otherwise(w *waiter, early bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	verdict := w.check(&w.view)
	return verdict.Met || early && verdict.Hopeless == nil
}
