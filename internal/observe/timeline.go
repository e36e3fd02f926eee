package observe

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Timeline is what one scenario has observed: every version of the objects in its
// namespaces, and of the cluster-scoped objects, since it was opened. Objects
// that existed before appear as its first observations.
//
// It grows until it is closed. Versions are shared between timelines and hold
// no managedFields, so a scenario of 1,000 observations costs a few megabytes.
type Timeline struct {
	hub    *Hub
	source source // the hub's

	opened     time.Time
	mu         sync.Mutex
	namespaces map[string]bool                       // guarded by the hub
	kinds      map[schema.GroupVersionResource]asked // guarded by the hub
	state      *state
	waiters    map[*waiter]bool
	ended      error
}

// View calls f with the current state of the timeline. f must not call the timeline.
func (t *Timeline) View(f func(View)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(t.state)
}

// Now returns the current time or, in a replay, that of the recording.
func (t *Timeline) Now() time.Time { return t.source.now() }

// WithTimeout is context.WithTimeout by the clock of Now.
func (t *Timeline) WithTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return t.source.withTimeout(ctx, d, context.DeadlineExceeded)
}

// Add makes a namespace part of the timeline.
func (t *Timeline) Add(namespace string) { t.hub.add(t, namespace) }

// Close ends the recording of observations. Waits on the timeline end; what it has observed can still be viewed.
func (t *Timeline) Close() {
	t.hub.remove(t)
	t.end(ErrClosed)
}

func (t *Timeline) end(why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended != nil {
		return
	}
	t.ended = why
	for w := range t.waiters {
		w.finish(outcome{err: why})
	}
	clear(t.waiters)
}

// receive appends an observation and evaluates every waiting check on exactly this state, before the next observation can
// change it.
func (t *Timeline) receive(o Observation) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended != nil {
		return
	}
	t.state.append(o)
	for w := range t.waiters {
		if w.concerns(o) && t.judge(w) {
			delete(t.waiters, w)
		}
	}
}

// wait registers a waiter after a first evaluation. It returns false if the waiter is already done.
func (t *Timeline) wait(w *waiter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	w.now = t.Now
	if t.ended != nil {
		w.finish(outcome{err: t.ended})
		return false
	}
	if t.judge(w) {
		return false
	}
	t.waiters[w] = true
	return true
}

func (t *Timeline) forget(w *waiter) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.waiters, w)
	w.disarm()
}
