// Package filelock provides locks between processes. The kernel releases a lock when its holder ends, however that happens.
package filelock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// retry is the pause between two attempts to get a lock that another process holds: file locks cannot be watched.
const retry = 50 * time.Millisecond

// Take locks a file, which is created with its folder if necessary. While another process holds the lock, Take calls waiting,
// which may be nil, and waits until ctx ends. release must be called.
func Take(ctx context.Context, path string, waiting func()) (release func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of a lock: %w", err)
	}
	lock := flock.New(path)
	free, err := lock.TryLock()
	if err == nil && !free {
		if waiting != nil {
			waiting()
		}
		_, err = lock.TryLockContext(ctx, retry)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, errors.Join(err, lock.Close()))
	}
	return lock.Close, nil
}

// With calls do while it holds the lock on a file, see Take.
func With(ctx context.Context, path string, waiting func(), do func() error) (err error) {
	release, err := Take(ctx, path, waiting)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return do()
}
