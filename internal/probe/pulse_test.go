package probe

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// frozen does not answer during a period.
func frozen(from, until time.Time) func(context.Context) error {
	return func(ctx context.Context) error {
		if now := time.Now(); now.Before(from) || !now.Before(until) {
			return nil
		}
		select {
		case <-time.After(time.Until(until)):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// TestPulse: a silence that ends only after the wait is known, too, and a busy server is not silent.
func TestPulse(t *testing.T) {
	const length = 5 * time.Second
	for name, c := range map[string]struct {
		from, until time.Duration
		want        bool
	}{
		"never":                   {0, 0, false},
		"all the time":            {0, time.Minute, true},
		"a little longer":         {0, length + time.Millisecond, true},
		"not in its first moment": {100 * time.Millisecond, length + time.Millisecond, true},
		"more than half of it":    {time.Second, 4 * time.Second, true},
		"less than half of it":    {time.Second, 3 * time.Second, false},
		"its end":                 {4 * time.Second, 6 * time.Second, true},
		"busy at its end":         {4400 * time.Millisecond, length + 300*time.Millisecond, false},
		"after it":                {length, 2 * length, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				pulse := Feel(t.Context(), length, frozen(began.Add(c.from), began.Add(c.until)))
				defer pulse.Stop()
				<-time.After(length)
				ended := time.Now()
				if got := InconclusiveGap(pulse.End(15*time.Second), began, ended); (got != nil) != c.want {
					t.Errorf("got %v", got)
				}
				if took := time.Since(ended); took > 15*time.Second {
					t.Errorf("it took %s to end", took)
				}
			})
		})
	}
}

// TestPulseOfTheRefused: a server that refuses connections is silent.
func TestPulseOfTheRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		pulse := Feel(t.Context(), time.Minute, func(context.Context) error {
			if time.Since(began) < 45*time.Second {
				return errors.New("connection refused")
			}
			return nil
		})
		<-time.After(time.Minute)
		if got := InconclusiveGap(pulse.End(time.Second), began, time.Now()); got == nil || got.To.Sub(got.From) < 40*time.Second {
			t.Errorf("got %v", got)
		}
	})
}

// TestPulseStops: a wait that is met does not wait for an answer.
func TestPulseStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		pulse := Feel(t.Context(), time.Minute, frozen(began, began.Add(time.Hour)))
		<-time.After(2 * time.Second)
		pulse.Stop()
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
