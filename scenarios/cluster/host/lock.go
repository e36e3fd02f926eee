package host

import (
	"context"

	"github.com/gherkind/gherkind/internal/filelock"
)

// lock prevents two runs from installing or starting Docker at the same time. The kernel releases it when the process ends.
func (m *machine) lock(ctx context.Context) (unlock func(), err error) {
	release, err := filelock.Take(ctx, StateDir+"/lock", func() { m.progress.Info("waiting for another run that sets up Docker") })
	if err != nil {
		return nil, err
	}
	return func() { _ = release() }, nil // an error would not keep the lock
}
