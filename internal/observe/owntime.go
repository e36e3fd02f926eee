package observe

import (
	"context"
	"errors"
	"time"
)

// OwnTime is a context for what takes its own time, not that of a step: it ends after d, and earlier when ctx is cancelled,
// but not when the time of ctx is over.
func OwnTime(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), d)
	stop := context.AfterFunc(ctx, func() {
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			cancel()
		}
	})
	return own, func() {
		stop()
		cancel()
	}
}
