package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Remove removes what builds have created on this machine: their cache, and every built image that no container uses. Images
// still in use are reported through Progress. Published images are not removed. Docker must be running.
func Remove(ctx context.Context, opts Options) error {
	e := &ensurer{progress: &serial{listener: opts.Progress}}
	dir, err := cacheDir()
	if err != nil || mayBuild() != nil {
		return err // users who may not build have no cache
	}
	unlock, err := e.lockBuilds(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := os.Stat(dir); err == nil {
		e.progress.Info("removing the cache of node images: " + dir)
	}
	return errors.Join(removeLeftovers(ctx, dir), e.removeBuilt(ctx), os.RemoveAll(dir))
}

func (e *ensurer) removeBuilt(ctx context.Context) error {
	out, err := docker(ctx, "images", "--filter", "reference="+repository, "--filter", "reference="+repository+"-*", "--filter", "reference="+balancers,
		"--filter", "reference="+etcds, "--format", "{{.Repository}}:{{.Tag}}")
	if err != nil {
		return fmt.Errorf("list built node images: %w", err)
	}
	var errs []error
	for _, ref := range strings.Fields(out) {
		users, err := docker(ctx, "ps", "--all", "--filter", "ancestor="+ref, "--format", "{{.Names}}")
		switch {
		case err != nil:
			errs = append(errs, err)
		case users != "":
			e.progress.Info(fmt.Sprintf("left %s: used by %s", ref, strings.Join(strings.Fields(users), ", ")))
		default:
			_, err := docker(ctx, "rmi", ref)
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
