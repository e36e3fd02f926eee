package outside

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// RemoveEnded removes what is left of containers that asked a cluster for runs that are over, when Docker has not. One that
// runs is somebody's: it ends with who reads from it.
func RemoveEnded(ctx context.Context, cluster string) error {
	return removeAll(ctx, cluster, "status=created", "status=exited", "status=dead")
}

// RemoveAll removes all containers that ask a cluster.
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

// remove removes a container that may be gone, or going.
func remove(ctx context.Context, name string) error {
	err := docker.Remove(ctx, name)
	if err == nil {
		return nil
	}
	return fmt.Errorf("remove the container that asks from outside the cluster: %w", err)
}
