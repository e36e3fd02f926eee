// Package clean removes everything that gherkind has created on a machine.
package clean

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/cluster/addon/registered"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/mark"
	"github.com/gherkind/gherkind/internal/cluster/network"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// All removes all clusters of gherkind, the node images that it built with their caches, the images of add-ons and projects, and
// what it has set up for Docker. It keeps what others have created or use, installed packages, Go's own caches, and pulled
// images. Without force, it stops at the first cluster that a run uses.
func All(ctx context.Context, progress cluster.Progress, force bool) error {
	if err := docker.Answers(ctx); err != nil {
		progress.Info("Docker does not answer, so no cluster and no image is removed")
		return errors.Join(host.Remove(ctx, host.Options{Progress: progress}), removeCache())
	}
	if err := clusters(ctx, progress, force); err != nil {
		return err
	}
	return errors.Join(
		network.Remove(ctx, progress),
		registered.RemoveImages(ctx),
		images.RemoveOwn(ctx),
		nodeimage.Remove(ctx, nodeimage.Options{Progress: progress}),
		host.Remove(ctx, host.Options{Progress: progress}),
		removeCache(),
	)
}

// clusters deletes the clusters that gherkind has created, which it recognises by the mark on their nodes.
func clusters(ctx context.Context, progress cluster.Progress, force bool) error {
	all, err := docker.OfAllClusters(ctx)
	if err != nil {
		return fmt.Errorf("look for clusters: %w", err)
	}
	for _, name := range mark.Clusters(all) {
		o := cluster.Options{Name: name, Progress: progress}
		if force {
			if err := cluster.Down(ctx, o); err != nil {
				return err
			}
			continue
		}
		users, err := cluster.DownUnused(ctx, o)
		if err := errors.Join(err, cluster.InUse(name, users)); err != nil {
			return err
		}
	}
	return nil
}

func removeCache() error {
	dir, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("find the user's cache folder: %w", err)
	}
	return os.RemoveAll(filepath.Join(dir, "gherkind"))
}
