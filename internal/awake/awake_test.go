package awake

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// noted is a Sense with records at these seconds.
func noted(began time.Time, seconds ...float64) *Sense {
	s := &Sense{}
	for _, at := range seconds {
		s.Note(began.Add(time.Duration(at * float64(time.Second))))
	}
	return s
}

func TestDuring(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		<-time.After(time.Hour)
		now := time.Now()
		began := now.Add(-100 * time.Second)
		s := noted(began, 0, 0.1, 17.1, 17.5, 17.9, 100)
		for name, c := range map[string]struct {
			from, to time.Duration
			pauses   int
		}{
			"before":       {0, 50 * time.Millisecond, 0},
			"it began":     {0, 10 * time.Second, 1},
			"meanwhile":    {0, 17800 * time.Millisecond, 1},
			"within it":    {time.Second, 2 * time.Second, 1},
			"it ended":     {10 * time.Second, 17500 * time.Millisecond, 1},
			"after":        {17200 * time.Millisecond, 17800 * time.Millisecond, 0},
			"both of them": {0, 100 * time.Second, 2},
		} {
			if got := s.During(began.Add(c.from), began.Add(c.to)); len(got) != c.pauses {
				t.Errorf("%s: %v", name, got)
			}
		}
		if p := s.Longest(began, now); p.Took() != 82100*time.Millisecond {
			t.Errorf("the longest is %v", p)
		}
		if text := s.Longest(began, began.Add(time.Second)).String(); !strings.Contains(text, "did not run for 17s") {
			t.Errorf("it says %q", text)
		}
		if p := s.Longest(began, began.Add(time.Millisecond)); p != nil {
			t.Errorf("there was none: %v", p)
		}
		if none := (*Sense)(nil).During(began, now); none != nil {
			t.Errorf("nobody noted any: %v", none)
		}
	})
}

// TestNotedByTheFirstToGoOn: a query right after a pause includes it without waiting for the next beat.
func TestNotedByTheFirstToGoOn(t *testing.T) {
	began := time.Now().Add(-17 * time.Second)
	s := noted(began, 0, 0.1)
	if p := s.Longest(began, time.Now()); p == nil || p.Took() < 16*time.Second {
		t.Errorf("got %v", p)
	}
}

// TestAsleep: one of the two clocks stops while the machine is asleep.
func TestAsleep(t *testing.T) {
	now := time.Now()
	s := &Sense{last: now.Round(0).Add(-time.Hour)} // by the wall clock
	s.Note(now)
	if p := s.Longest(now.Round(0).Add(-time.Minute), now); p == nil || p.Took() < 59*time.Minute {
		t.Errorf("got %v", p)
	}
}

// TestAwake: while a process runs, there are no pauses.
func TestAwake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Begin(t.Context())
		defer s.Stop()
		began := time.Now()
		<-time.After(time.Minute)
		if got := s.During(began, time.Now()); len(got) > 0 {
			t.Error(got)
		}
	})
}
