package docker

import (
	"context"
	"strings"
)

// Stop ends all processes of a container at once, as a power cut does. One that is stopped is no error.
func Stop(ctx context.Context, container string) error {
	return run(ctx, "stop", "--time", "0", container)
}

// Pause freezes all processes of a container. It must run.
func Pause(ctx context.Context, container string) error { return run(ctx, "pause", container) }

// Start starts a stopped container and lets a paused one go on. One that runs is left alone.
func Start(ctx context.Context, container string) error {
	status, err := output(ctx, "inspect", "--format", "{{.State.Status}}", container)
	if err != nil {
		return err
	}
	switch status {
	case "running":
		return nil
	case "paused":
		return run(ctx, "unpause", container)
	}
	return run(ctx, "start", container)
}

// Remove removes a container, also one that runs, with its volumes. One that is gone, or going, is no error.
func Remove(ctx context.Context, container string) error {
	err := run(ctx, "rm", "--force", "--volumes", container)
	if err == nil || strings.Contains(err.Error(), "No such container") || strings.Contains(err.Error(), "already in progress") {
		return nil
	}
	return err
}
