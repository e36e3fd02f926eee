package probe

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func never(time.Time, time.Time) bool { return false }

// TestLoadKeepsItsPace: it does so even while requests hang, and counts each once.
func TestLoadKeepsItsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int32
		l := BeginLoad(t.Context(), 100*time.Millisecond, func(ctx context.Context) error {
			switch n := sent.Add(1); {
			case n == 3:
				return errors.New("refused")
			case n > 5:
				<-ctx.Done()
			}
			return nil
		})
		<-time.After(950 * time.Millisecond)
		synctest.Wait()
		got := l.Tally(never)
		if got.Due != 10 || got.Begun != 10 || got.Whole != 5 || got.Sent != 5 || got.Failed != 1 || got.First != "refused" || got.At != 200*time.Millisecond || got.Gap != 550*time.Millisecond {
			t.Errorf("%+v", got)
		}
		l.End()
		if again := l.Tally(never); again.Sent != 5 {
			t.Errorf("what was cut off at the end counts: %+v", again)
		}
	})
}

// TestLoadIsBounded: the number of open requests is limited.
func TestLoadIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int32
		l := BeginLoad(t.Context(), 10*time.Millisecond, func(ctx context.Context) error {
			sent.Add(1)
			<-ctx.Done()
			return ctx.Err()
		})
		<-time.After(time.Second)
		synctest.Wait()
		if got := l.Tally(never); sent.Load() != mostOpen || got.Due < 100 || got.Sent != 0 {
			t.Errorf("%d open, %+v", sent.Load(), got)
		}
		l.End()
	})
}

// TestLoadWhileTheMachineWasAtFault: requests that failed while this machine was at fault count neither as answered nor as failed.
func TestLoadWhileTheMachineWasAtFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := BeginLoad(t.Context(), 100*time.Millisecond, func(context.Context) error { return errors.New("refused") })
		<-time.After(450 * time.Millisecond)
		half := time.Now().Add(-250 * time.Millisecond)
		got := l.Tally(func(from, _ time.Time) bool { return from.Before(half) })
		if got.Sent != 5 || got.Failed != 3 || got.Unsure != 2 {
			t.Errorf("%+v", got)
		}
		l.End()
	})
}

// wayLost is an error of the path to where a request is sent from.
type wayLost struct{ error }

func (wayLost) Unasked() bool { return true }

// TestLoadThatIsNotSent: a request that was not sent was not lost by its target.
func TestLoadThatIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := BeginLoad(t.Context(), 100*time.Millisecond, func(context.Context) error {
			return fmt.Errorf("send it: %w", wayLost{errors.New("the container has ended")})
		})
		<-time.After(450 * time.Millisecond)
		if got := l.Tally(never); got.Sent != 5 || got.Failed != 0 || got.Unsure != 5 {
			t.Errorf("%+v", got)
		}
		l.End()
	})
}

func TestShare(t *testing.T) {
	var sorted []time.Duration
	for i := range 200 {
		sorted = append(sorted, time.Duration(i+1))
	}
	if share(nil, 50) != 0 || share(sorted, 50) != 100 || share(sorted, 99) != 198 || share(sorted[:1], 99) != 1 {
		t.Errorf("%d, %d", share(sorted, 50), share(sorted, 99))
	}
}
