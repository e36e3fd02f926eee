package world

import "time"

// Timeouts limit all waits for which the scenario has no timeout.
type Timeouts struct {
	// Step limits a Then without `within`.
	Step time.Duration
	// Action limits a Given or When, such as an apply or a command in a container.
	Action time.Duration
	// Namespace limits the creation of a namespace with its default service account.
	Namespace time.Duration
	// Watch limits how long after a write the watches may take to deliver it. Typically this takes milliseconds.
	Watch time.Duration
	// Undo limits each undo of a scenario's clean-up; starting a node takes the longest.
	Undo time.Duration
	// Finish limits the wait for deleted namespaces at the end of a run.
	Finish time.Duration
	// Limit, if set, shortens every `within` of a scenario, for tests that expect a failure.
	Limit time.Duration
}

// DefaultTimeouts are long enough for a loaded laptop: steps that pass do not wait until the timeout, and for a step that
// fails, a minute is acceptable.
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

// Within returns the timeout of a wait: the one in the scenario, or else Step, and at most Limit.
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

// Within returns the timeout of a wait in the running step: the one in the scenario, or else that of the run, and at most what
// Bound returns.
func (w *World) Within(written time.Duration) time.Duration {
	within := w.Run.Timeouts.Within(written)
	if w.Bound != nil {
		return min(within, w.Bound(within))
	}
	return within
}
