package host

import (
	"context"
	"fmt"
	"os"

	"github.com/gofrs/flock"
)

// lock keeps two runs from installing or starting Docker at once. The kernel
// gives it back when we die.
func (m *machine) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(StateDir, 0o755); err != nil {
		return nil, err
	}
	file := flock.New(StateDir + "/lock")
	held, err := file.TryLock()
	if err == nil && !held {
		m.progress.Info("waiting for another run that sets up Docker")
		_, err = file.TryLockContext(ctx, askEvery)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", file.Path(), err)
	}
	return func() { _ = file.Close() }, nil // closing cannot fail in a way that keeps the lock
}
