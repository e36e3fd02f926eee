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

// cacheDir returns the folder for what is kept between builds: programs and the Debian parts.
func cacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w", err)
	}
	return filepath.Join(dir, "gherkind", "node-image"), nil
}

// lockFile is the same for the whole machine, because builds with different caches share Docker. Only root builds.
const lockFile = host.StateDir + "/node-image.lock"

// lockBuilds allows one build at a time. The kernel releases the lock when the process ends for any reason.
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
	return func() { _ = release() }, nil // an error would not keep the lock
}

const (
	workPattern   = "work-*"   // left behind only by killed builds
	debianPattern = "debian-*" // the Debian parts; a folder with this name is complete
)

// removeLeftovers removes what killed builds left here and in Docker. The caller holds the lock.
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
