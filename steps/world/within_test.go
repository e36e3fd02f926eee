package world

import (
	"testing"
	"time"
)

func TestABoundShortensWaitsAndNeverExtendsThem(t *testing.T) {
	w := &World{Run: &Run{Timeouts: Timeouts{Step: time.Minute}}}
	if got := w.Within(0); got != time.Minute {
		t.Errorf("without a bound: %s", got)
	}
	w.Bound = func(within time.Duration) time.Duration { return within / 2 }
	if got := w.Within(10 * time.Second); got != 5*time.Second {
		t.Errorf("with half of it: %s", got)
	}
	w.Bound = func(time.Duration) time.Duration { return time.Hour }
	if got := w.Within(0); got != time.Minute {
		t.Errorf("with a longer one: %s", got)
	}
}
