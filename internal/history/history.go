// Package history remembers from run to run how long the waits of scenarios took, so that a limit is noticed when it becomes
// tight, before it is too short.
package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Limits of what is remembered.
const (
	Runs     = 5    // the latest ones of each wait
	maxWaits = 2000 // beside the waits of the last run; about half a megabyte
)

// Closeness is the share of the allowed time from which a wait counts as close to its limit.
const Closeness = 0.8

// Key identifies a wait by its step and scenario. It survives moved lines. A new text, and so a new limit, makes it a new wait.
type Key struct {
	File     string `json:"file"`
	Scenario string `json:"scenario"`
	Step     string `json:"step"`
	Number   int    `json:"number"` // index of the step in the scenario, from 0
}

// Met is a wait that was met: the time it took and the time it was allowed.
type Met struct {
	At      time.Time     `json:"at"`
	Needed  time.Duration `json:"needed"`  // nanoseconds
	Allowed time.Duration `json:"allowed"` // nanoseconds
}

// History is what is remembered. It is not safe for concurrent use; use Store to share it between runs.
type History struct{ waits map[Key][]Met }

// Add remembers that a wait was met, and forgets all but its last Runs entries.
func (h *History) Add(k Key, m Met) {
	if h.waits == nil {
		h.waits = map[Key][]Met{}
	}
	list := append(slices.Clone(h.waits[k]), m)
	slices.SortStableFunc(list, func(a, b Met) int { return a.At.Compare(b.At) })
	h.waits[k] = list[max(len(list)-Runs, 0):]
}

// bound forgets all but a number of waits: those that were not met for the longest time go first.
func (h *History) bound(most int) {
	if len(h.waits) <= most {
		return
	}
	last := func(k Key) time.Time { return h.waits[k][len(h.waits[k])-1].At }
	keys := slices.SortedFunc(maps.Keys(h.waits), func(a, b Key) int { return last(a).Compare(last(b)) })
	for _, k := range keys[:len(keys)-most] {
		delete(h.waits, k)
	}
}

// Range is how long a wait took in its last runs with the same limit.
type Range struct {
	Runs              int
	Shortest, Longest time.Duration
	Allowed           time.Duration
}

// Of returns the range for a limit: durations under another limit may have been cut off by it.
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

// Longest returns the longest duration of a wait in its last runs, under any limit.
func (h *History) Longest(k Key) (longest time.Duration, known bool) {
	for _, m := range h.waits[k] {
		longest = max(longest, m.Needed)
	}
	return longest, len(h.waits[k]) > 0
}

// Close reports whether the longest duration was close to the limit.
func (r Range) Close() bool { return float64(r.Longest) >= Closeness*float64(r.Allowed) }

// Allow returns a limit with a margin: twice the longest duration, rounded to seconds.
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

// Before describes the earlier durations of a wait that was not met now: "in the last 5 runs it was met after 3.1s to 4.2s".
func (r Range) Before() string {
	if r.Runs == 1 {
		return fmt.Sprintf("in the run before it was met after %s", Seconds(r.Longest))
	}
	if Seconds(r.Shortest) == Seconds(r.Longest) {
		return fmt.Sprintf("in the last %d runs it was met after %s", r.Runs, Seconds(r.Longest))
	}
	return fmt.Sprintf("in the last %d runs it was met after %s to %s", r.Runs, Seconds(r.Shortest), Seconds(r.Longest))
}

// Seconds formats a duration, rounded to a tenth of a second.
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
