package assert

import (
	"errors"
	"time"

	"github.com/gherkind/gherkind/steps/world"
)

// UnlessAsleep is the verdict on a time between two observations, unless this process did not run through it: what came
// meanwhile was seen later than it happened, and nothing can be said of the time.
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
