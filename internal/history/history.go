// Package history remembers, from run to run, how long the waits of scenarios
// needed, so that a limit which is nearly too short is seen before it is.
package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Bounds of what is remembered.
const (
	Runs     = 5    // the latest of each wait
	maxWaits = 2000 // those that were not met for longest go first; about half a megabyte
)

// Closeness is the part of the allowed time from which on a wait is close to its limit.
const Closeness = 0.8

// Key is a wait: which step of which scenario. It survives that lines move, and a new text, so a new
// limit too, is a new wait.
type Key struct {
	File     string `json:"file"`
	Scenario string `json:"scenario"`
	Step     string `json:"step"`
	Number   int    `json:"number"` // of the step among those of the scenario, from 0
}

// Met is a wait that was met: what it needed of what it was allowed.
type Met struct {
	At      time.Time     `json:"at"`
	Needed  time.Duration `json:"needed"`  // nanoseconds
	Allowed time.Duration `json:"allowed"` // nanoseconds
}

// History is what is remembered. It is not safe for concurrent use; use Store to share it among runs.
type History struct{ waits map[Key][]Met }

// Add remembers that a wait was met, and forgets what is older than its last Runs runs.
func (h *History) Add(k Key, m Met) {
	if h.waits == nil {
		h.waits = map[Key][]Met{}
	}
	list := append(slices.Clone(h.waits[k]), m)
	slices.SortStableFunc(list, func(a, b Met) int { return a.At.Compare(b.At) })
	h.waits[k] = list[max(len(list)-Runs, 0):]
	if len(h.waits) > maxWaits {
		h.forgetOldest()
	}
}

func (h *History) forgetOldest() {
	var oldest Key
	var at time.Time
	for k, list := range h.waits {
		if last := list[len(list)-1].At; at.IsZero() || last.Before(at) {
			oldest, at = k, last
		}
	}
	delete(h.waits, oldest)
}

// Range is what a wait needed in its last runs, of the same limit.
type Range struct {
	Runs              int
	Shortest, Longest time.Duration
	Allowed           time.Duration
}

// Of gives the range for a limit: what was needed under another one may have been cut off by it.
func (h *History) Of(k Key, allowed time.Duration) (Range, bool) {
	r := Range{Allowed: allowed}
	for _, m := range h.waits[k] {
		if m.Allowed != allowed {
			continue
		}
		if r.Runs == 0 || m.Needed < r.Shortest {
			r.Shortest = m.Needed
		}
		r.Longest = max(r.Longest, m.Needed)
		r.Runs++
	}
	return r, r.Runs > 0
}

// Longest is what a wait needed at most in its last runs, under any limit.
func (h *History) Longest(k Key) (longest time.Duration, known bool) {
	for _, m := range h.waits[k] {
		longest = max(longest, m.Needed)
	}
	return longest, len(h.waits[k]) > 0
}

// Close reports whether the longest was close to the limit.
func (r Range) Close() bool { return float64(r.Longest) >= Closeness*float64(r.Allowed) }

// Allow is a limit that leaves room: twice what was needed, in round seconds.
func (r Range) Allow() time.Duration {
	unit := time.Second
	switch twice := 2 * r.Longest; {
	case twice > 2*time.Minute:
		unit = time.Minute
	case twice > 20*time.Second:
		unit = 10 * time.Second
	}
	return (2*r.Longest + unit - 1).Truncate(unit)
}

// Before says what the runs before needed, for a wait that was not met now: "in the last 5 runs it was
// met after 3.1s to 4.2s".
func (r Range) Before() string {
	if r.Runs == 1 {
		return fmt.Sprintf("in the run before it was met after %s", Seconds(r.Longest))
	}
	if Seconds(r.Shortest) == Seconds(r.Longest) {
		return fmt.Sprintf("in the last %d runs it was met after %s", r.Runs, Seconds(r.Longest))
	}
	return fmt.Sprintf("in the last %d runs it was met after %s to %s", r.Runs, Seconds(r.Shortest), Seconds(r.Longest))
}

// Seconds writes a duration to the tenth of a second.
func Seconds(d time.Duration) string { return d.Round(100 * time.Millisecond).String() }

// wait is an entry of the file.
type wait struct {
	Key
	Met []Met `json:"met"`
}

func (h *History) list() []wait {
	var all []wait
	for k, met := range h.waits {
		all = append(all, wait{k, met})
	}
	slices.SortFunc(all, func(a, b wait) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Step, b.Step))
	})
	return all
}
