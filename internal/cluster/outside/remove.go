package outside

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// RemoveEnded removes what is left of containers that asked a cluster for runs that are over, when Docker has not. One that
// runs is somebody's: it ends with who reads from it.
func RemoveEnded(ctx context.Context, cluster string) error {
	return removeAll(ctx, cluster, "--filter", "status=created", "--filter", "status=exited", "--filter", "status=dead")
}

// RemoveAll removes all containers that ask a cluster.
func RemoveAll(ctx context.Context, cluster string) error { return removeAll(ctx, cluster) }

func removeAll(ctx context.Context, cluster string, filters ...string) error {
	list := append([]string{"ps", "--all", "--filter", "label=" + ClusterLabel + "=" + cluster, "--format", "{{.Names}}"}, filters...)
	out, err := command.New("docker", list...).Output(ctx)
	if err != nil {
		return fmt.Errorf("look for containers that ask cluster %s: %w", cluster, err)
	}
	var errs []error
	for _, name := range strings.Fields(out) {
		errs = append(errs, remove(ctx, name))
	}
	return errors.Join(errs...)
}

// remove removes a container that may be gone, or going.
func remove(ctx context.Context, name string) error {
	err := command.New("docker", "rm", "--force", "--volumes", name).Run(ctx)
	if err == nil || strings.Contains(err.Error(), "No such container") || strings.Contains(err.Error(), "already in progress") {
		return nil
	}
	return fmt.Errorf("remove the container that asks from outside the cluster: %w", err)
}
