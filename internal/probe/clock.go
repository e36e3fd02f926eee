package probe

import (
	"context"
	"time"
)

// Clock is the clock for attempts.
type Clock interface {
	Now() time.Time
	// Wait returns true when it is time to ask again: something has changed, or the pause is over. It returns false when the
	// context has ended.
	Wait(ctx context.Context, changed <-chan struct{}, pause time.Duration) bool
}

// Wall is the real clock.
type Wall struct{}

// Now implements Clock.
func (Wall) Now() time.Time { return time.Now() }

// Wait returns true when it is time to ask again, because something has changed or the pause is over. It returns false when
// the context has ended.
func (Wall) Wait(ctx context.Context, changed <-chan struct{}, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-changed:
	case <-timer.C:
	}
	return ctx.Err() == nil
}
