package cluster

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/mark"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
)

// RemoveLeft deletes temporary clusters of this user's runs that were killed before they could delete them. A cluster that
// another run uses is kept: that run deletes it.
func RemoveLeft(ctx context.Context, o Options) error {
	o = o.withDefaults()
	all, err := docker.OfAllClusters(ctx)
	if err != nil {
		return fmt.Errorf("look for clusters that another run left: %w", err)
	}
	for _, name := range mark.Clusters(all) {
		if name == o.Name {
			continue // this cluster is handled by the run itself
		}
		had, err := recall(ctx, name)
		if err != nil {
			return err
		}
		if had.Temporary == "" || had.Temporary == o.Run || !inuse.Killed(had.Temporary) {
			continue
		}
		users, err := DownUnused(ctx, Options{Name: name, StateDir: o.StateDir, Run: o.Run, Progress: o.Progress, others: o.others})
		if err != nil {
			return err
		}
		if len(users) == 0 {
			o.Progress.Info(fmt.Sprintf("removed cluster %s, which run %s left", name, had.Temporary))
		}
	}
	return nil
}
