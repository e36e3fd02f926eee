package grade

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/runlock"
)

// TestWhatCannotBeCleanedUpCostsNoGrade, unless another run may have deleted what was graded.
func TestWhatCannotBeCleanedUpCostsNoGrade(t *testing.T) {
	left := errors.New("delete namespace exercise-1: the API server did not answer")
	lost := fmt.Errorf("grade: %w", &runlock.Lost{Silent: time.Hour})
	for _, c := range []struct {
		err    error
		counts bool
	}{{nil, true}, {left, true}, {lost, false}, {errors.Join(left, lost), false}} {
		if g, err := countable(&marks.Grade{}, c.err); (g != nil) != c.counts || !errors.Is(err, c.err) {
			t.Errorf("%v: %v, %v", c.err, g, err)
		}
	}
}
