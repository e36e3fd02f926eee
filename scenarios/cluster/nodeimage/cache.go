package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// lockEvery is the pause between two looks at a lock that another holds.
const lockEvery = 200 * time.Millisecond

// cacheDir holds what is worth keeping between builds: programs and Debian's
// parts.
func cacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w", err)
	}
	return filepath.Join(dir, "gherkind", "node-image"), nil
}

// lockFile is one for the whole machine: builds with caches of their own still
// share Docker. Only root builds.
const lockFile = host.StateDir + "/node-image.lock"

// lockBuilds lets one build at a time in. The kernel gives the lock back when
// its holder dies, however that happens.
func (e *ensurer) lockBuilds(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(host.StateDir, 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(lockFile)
	held, err := lock.TryLock()
	if err == nil && !held {
		e.progress.Step("wait for another build of the node image on this machine")
		if _, err = lock.TryLockContext(ctx, lockEvery); err == nil {
			e.progress.Done("")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	return func() { _ = lock.Close() }, nil // closing gives up the lock in any case
}

const (
	workPattern   = "work-*"   // what a build leaves only when it is killed
	debianPattern = "debian-*" // Debian's parts, complete by their name
)

// removeLeftovers removes what killed builds left here and in Docker. Nobody
// else builds now.
func removeLeftovers(ctx context.Context, dir string) error {
	work, err := filepath.Glob(filepath.Join(dir, workPattern))
	for _, w := range work {
		err = errors.Join(err, os.RemoveAll(w))
	}
	err = errors.Join(err, removeContainers(ctx, "^/?kind-build-"), removeContainers(ctx, "^/?"+finishName), removeImages(ctx))
	if err != nil {
		return fmt.Errorf("remove what an earlier build left: %w", err)
	}
	return nil
}
