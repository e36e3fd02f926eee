package assert

import (
	"errors"
	"time"

	"github.com/gherkind/gherkind/steps/world"
)

// UnlessAsleep returns the verdict about the time between two observations, unless this process was suspended in between:
// what happened meanwhile was observed late, so the time is unknown.
func UnlessAsleep(w *world.World, began, ended time.Time, verdict error) error {
	if began.IsZero() || w.Run.Awake == nil {
		return verdict
	}
	pause := w.Run.Awake.Longest(began, ended)
	if pause == nil {
		return verdict
	}
	return &paused{*pause, errors.Join(errors.New("a time that was measured meanwhile is not known"), verdict)}
}
