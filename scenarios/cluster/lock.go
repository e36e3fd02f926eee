package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/filelock"
)

// locked calls do while no other process of this user changes the cluster.
func locked(ctx context.Context, o Options, do func() error) error {
	path, err := o.lockFile()
	if err != nil {
		return err
	}
	return filelock.With(ctx, path, func() { o.Progress.Step("wait for another gherkind that works on cluster " + o.Name) }, do)
}

// lockFile returns the lock file of the cluster, in the user's cache.
func (o Options) lockFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache folder: %w", err)
	}
	return filepath.Join(dir, "gherkind", "cluster-"+o.Name+".lock"), nil
}

// lockedBefore reports whether a process of this user has ever locked the cluster.
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
