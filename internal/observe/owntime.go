package observe

import (
	"context"
	"errors"
	"time"
)

// OwnTime returns a context with a timeout of its own instead of that of the step: it ends after d, or earlier if ctx is
// cancelled, but not because the deadline of ctx has passed.
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
