package outside

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// RemoveEnded removes stopped containers of earlier runs on a cluster, if Docker has not removed them. Running containers are
// kept: they stop when their run ends.
func RemoveEnded(ctx context.Context, cluster string) error {
	return removeAll(ctx, cluster, "status=created", "status=exited", "status=dead")
}

// RemoveAll removes all such containers of a cluster.
func RemoveAll(ctx context.Context, cluster string) error { return removeAll(ctx, cluster) }

func removeAll(ctx context.Context, cluster string, filters ...string) error {
	names, err := docker.Names(ctx, append([]string{"label=" + ClusterLabel + "=" + cluster}, filters...)...)
	if err != nil {
		return fmt.Errorf("look for containers that ask cluster %s: %w", cluster, err)
	}
	var errs []error
	for _, name := range names {
		errs = append(errs, remove(ctx, name))
	}
	return errors.Join(errs...)
}

// remove removes a container that may be gone, or being removed.
func remove(ctx context.Context, name string) error {
	err := docker.Remove(ctx, name)
	if err == nil {
		return nil
	}
	return fmt.Errorf("remove the container that asks from outside the cluster: %w", err)
}
