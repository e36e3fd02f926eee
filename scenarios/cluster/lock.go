package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockRetry is the pause between two tries for a lock that another process
// holds: file locks cannot be watched.
const lockRetry = 200 * time.Millisecond

// locked runs do while no other process of this user changes the cluster.
func locked(ctx context.Context, o Options, do func() error) (err error) {
	path, err := o.lockFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make the cache folder: %w", err)
	}
	lock := flock.New(path)
	free, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("lock cluster %s: %w", o.Name, err)
	}
	if !free {
		o.Progress.Step(fmt.Sprintf("wait for another gherkind that works on cluster %s", o.Name))
		if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
			return fmt.Errorf("wait for the lock on cluster %s: %w", o.Name, err)
		}
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	return do()
}

// lockFile is the cluster's, in the cache of this user.
func (o Options) lockFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache folder: %w", err)
	}
	return filepath.Join(dir, "gherkind", "cluster-"+o.Name+".lock"), nil
}

// lockedBefore tells whether a process of this user has ever worked on the cluster.
func lockedBefore(o Options) (bool, error) {
	path, err := o.lockFile()
	if err != nil {
		return false, err
	}
	_, err = os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
