package docker

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// AwaitFirstStart returns when a container of the cluster has started after the given time, which may be before the call.
func AwaitFirstStart(ctx context.Context, cluster string, since time.Time) error {
	events := Command("events", "--since", fmt.Sprint(since.Unix()), "--format", "{{.ID}}",
		"--filter", "type=container", "--filter", "event=start", "--filter", "label="+ClusterLabel+"="+cluster)
	id, err := events.FirstLine(ctx)
	if err == nil && id == "" {
		err = errors.New("docker events ended without one")
	}
	if err != nil {
		return fmt.Errorf("wait for the first node: %w", err)
	}
	return nil
}
