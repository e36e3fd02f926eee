package assert

import (
	"errors"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/steps/world"
)

// UnlessAsleep returns the verdict about whether the time between two observations is within limits, unless this process was
// suspended so long that this is unknown: what happens during a pause is observed at its end.
func UnlessAsleep(w *world.World, began, ended time.Time, least, most time.Duration, verdict error) error {
	if began.IsZero() || w.Run.Awake == nil {
		return verdict
	}
	pause := w.Run.Awake.Longest(began.Add(-awake.Shortest), ended) // also one that ended just before the first observation
	if pause == nil {
		return verdict
	}
	if took := ended.Sub(began); Decided(took-pause.Took(), took+pause.Took(), least, most) {
		return verdict
	}
	return &paused{*pause, errors.Join(errors.New("a time that was measured meanwhile is not known"), verdict)}
}

// Decided reports whether a time, of which only the bounds are known, is certainly within limits, or certainly not.
func Decided(shortest, longest, least, most time.Duration) bool {
	return longest < least || shortest > most || shortest >= least && longest <= most
}
