package docker

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// AwaitFirstStart returns when a container of the cluster has started after the given time, which may be before the call.
func AwaitFirstStart(ctx context.Context, cluster string, since time.Time) error {
	if err := firstEvent(ctx, cluster, since, "start"); err != nil {
		return fmt.Errorf("wait for the first node: %w", err)
	}
	return nil
}

// AwaitFirstStop returns when a container of the cluster has ended or was paused after the given time, which may be before the
// call.
func AwaitFirstStop(ctx context.Context, cluster string, since time.Time) error {
	if err := firstEvent(ctx, cluster, since, "die", "pause"); err != nil {
		return fmt.Errorf("watch whether a node is stopped: %w", err)
	}
	return nil
}

// firstEvent returns at the first of these events.
func firstEvent(ctx context.Context, cluster string, since time.Time, events ...string) error {
	args := []string{
		"events", "--since", fmt.Sprint(since.Unix()), "--format", "{{.ID}}",
		"--filter", "type=container", "--filter", "label=" + ClusterLabel + "=" + cluster,
	}
	for _, event := range events {
		args = append(args, "--filter", "event="+event)
	}
	id, err := Command(args...).FirstLine(ctx)
	if err == nil && id == "" {
		err = errors.New("docker events ended without one")
	}
	return err
}
