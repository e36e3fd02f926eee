package mutate

import (
	"testing"
	"time"
)

func TestWaitsAreBoundedByWhatTheUnbrokenRunNeeded(t *testing.T) {
	p := Patience{Times: 3, Least: 10 * time.Second}
	for _, c := range []struct {
		needed, allowed, within, want time.Duration
	}{
		{time.Second, time.Minute, time.Minute, 10 * time.Second},
		{8 * time.Second, time.Minute, time.Minute, 24 * time.Second},
		{8 * time.Second, time.Minute, 5 * time.Minute, 2 * time.Minute}, // another wait of the step, in proportion
		{30 * time.Second, time.Minute, time.Minute, time.Minute},
		{time.Second, 5 * time.Second, 5 * time.Second, 5 * time.Second},
		{0, 0, time.Minute, time.Minute}, // nothing is known about the step
	} {
		if got := p.bound(Wait{Needed: c.needed, Allowed: c.allowed}, c.within); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	if got := (Patience{}).bound(Wait{Needed: 1, Allowed: 2}, time.Minute); got != time.Minute {
		t.Errorf("without patience: %s", got)
	}
}
