package world

import "time"

// Timeouts limit every wait for which the scenario has no limit.
type Timeouts struct {
	// Step is how long a Then without `within` may take to become true.
	Step time.Duration
	// Action bounds a Given or When: an apply with its answer, a command in a container.
	Action time.Duration
	// Namespace bounds the making of a namespace, its default service account included.
	Namespace time.Duration
	// Watch bounds how long after a write the watches may take to show it. Milliseconds are usual.
	Watch time.Duration
	// Undo bounds each single undo of a scenario's clean-up; a node that is started again needs most of it.
	Undo time.Duration
	// Finish bounds the wait for deleted namespaces at the end of a run.
	Finish time.Duration
	// Limit, when set, shortens every `within` that a scenario writes. It serves
	// tests that expect a failure and need not wait for all of it.
	Limit time.Duration
}

// DefaultTimeouts are long enough for a loaded laptop: a step that passes
// never waits for them, and a step that fails is worth the minute.
func DefaultTimeouts() Timeouts {
	return Timeouts{
		Step:      60 * time.Second,
		Action:    60 * time.Second,
		Namespace: 60 * time.Second,
		Watch:     30 * time.Second,
		Undo:      90 * time.Second,
		Finish:    3 * time.Minute,
	}
}

// Within is how long a wait may take: what the scenario wrote, else Step, and
// never more than Limit.
func (t Timeouts) Within(written time.Duration) time.Duration {
	d := written
	if d == 0 {
		d = t.Step
	}
	if t.Limit > 0 && d > t.Limit {
		d = t.Limit
	}
	return d
}

// Within is how long a wait of the running step may take: what the scenario wrote, else what the run allows, and never more
// than Bound says.
func (w *World) Within(written time.Duration) time.Duration {
	within := w.Run.Timeouts.Within(written)
	if w.Bound != nil {
		return min(within, w.Bound(within))
	}
	return within
}
