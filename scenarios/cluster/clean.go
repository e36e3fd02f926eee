package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// Clean removes everything that gherkind has made on this machine: all its
// clusters, the node images it built with their caches, the images of add-ons,
// and what it set up for Docker. What others made, or use, stays. Installed
// packages, Go's own caches and pulled images stay, too.
func Clean(ctx context.Context, o Options) error {
	o = o.withDefaults()
	if err := command.New("docker", "version").Run(ctx); err != nil {
		o.Progress.Info("Docker does not answer, so no cluster and no image is removed")
		return errors.Join(host.Remove(ctx, host.Options{Progress: o.Progress}), removeCache())
	}
	names, err := ownClusters(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		one := o
		one.Name = name
		if err := Down(ctx, one); err != nil {
			return err
		}
	}
	return errors.Join(
		removeNetwork(ctx, o.Progress),
		addon.Remove(ctx),
		nodeimage.Remove(ctx, nodeimage.Options{Progress: o.Progress}),
		host.Remove(ctx, host.Options{Progress: o.Progress}),
		removeCache(),
	)
}

// ownClusters lists the kind clusters whose nodes bear our mark.
func ownClusters(ctx context.Context) ([]string, error) {
	all, err := containersLabelled(ctx, kindClusterLabel)
	if err != nil {
		return nil, fmt.Errorf("look for clusters: %w", err)
	}
	return markedClusters(all), nil
}

func markedClusters(all []container) []string {
	var names []string
	for _, c := range all {
		if _, _, ours := readMark(c.Image); ours && !slices.Contains(names, c.Cluster) {
			names = append(names, c.Cluster)
		}
	}
	return names
}

func removeCache() error {
	dir, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("find the user's cache folder: %w", err)
	}
	return os.RemoveAll(filepath.Join(dir, "gherkind"))
}
