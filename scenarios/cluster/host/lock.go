package host

import (
	"context"

	"github.com/gherkind/gherkind/internal/filelock"
)

// lock keeps two runs from installing or starting Docker at once. The kernel
// gives it back when we die.
func (m *machine) lock(ctx context.Context) (unlock func(), err error) {
	release, err := filelock.Take(ctx, StateDir+"/lock", func() { m.progress.Info("waiting for another run that sets up Docker") })
	if err != nil {
		return nil, err
	}
	return func() { _ = release() }, nil // it cannot fail in a way that keeps the lock
}
