package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/filelock"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

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
	waited := false
	release, err := filelock.Take(ctx, lockFile, func() {
		waited = true
		e.progress.Step("wait for another build of the node image on this machine")
	})
	if err != nil {
		return nil, err
	}
	if waited {
		e.progress.Done("")
	}
	return func() { _ = release() }, nil // it cannot fail in a way that keeps the lock
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
