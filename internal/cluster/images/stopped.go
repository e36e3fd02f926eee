package images

import (
	"context"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

const (
	// nodeBackWithin is how long a scenario of another run may keep a node stopped, and the node may take to start.
	nodeBackWithin = 5 * time.Minute
	nodeAgain      = time.Second
)

// onNode calls load for a node. If that fails because the machine of the node is stopped, or was started meanwhile, it tries again
// until the machine works: a scenario of another run may have stopped it.
func onNode(ctx context.Context, node string, load func() error) error {
	began := time.Now()
	err := load()
	if err == nil || !wasStopped(ctx, node, began) {
		return err
	}
	waited := wait.PollUntilContextTimeout(ctx, nodeAgain, nodeBackWithin, false, func(ctx context.Context) (bool, error) {
		err = load()
		return err == nil || !wasStopped(ctx, node, began), nil
	})
	if waited != nil && err != nil {
		return fmt.Errorf("%w; the machine of the node was stopped, and did not work again within %s", err, nodeBackWithin)
	}
	return err
}

// wasStopped reports whether the machine of a node is stopped or paused, or was started after that time.
func wasStopped(ctx context.Context, node string, since time.Time) bool {
	all, err := docker.OfAllClusters(ctx)
	i := slices.IndexFunc(all, func(c docker.Container) bool { return c.Name == node })
	return err == nil && i >= 0 && (all[i].IsDown() || all[i].Started.After(since))
}
