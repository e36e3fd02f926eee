package docker

import (
	"context"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// States of a container, as named by `docker inspect`.
const (
	running = "running"
	paused  = "paused"
)

func state(ctx context.Context, container string) (string, error) {
	return output(ctx, "inspect", "--format", "{{.State.Status}}", container)
}

// Running reports whether a container runs and is not paused.
func Running(ctx context.Context, container string) (bool, error) {
	is, err := state(ctx, container)
	return is == running, err
}

// Stop kills all processes of a container immediately, like a power cut. It is not an error if the container is stopped.
func Stop(ctx context.Context, container string) error {
	return run(ctx, "stop", "--time", "0", container)
}

// pauseAgain is the time between two attempts to pause a container.
const pauseAgain = 100 * time.Millisecond

// Pause freezes all processes of a container. It must be running; it is not an error if it is paused. With cgroup v1, runc gives
// up if a process starts another one at the wrong moment, resumes all processes, and leaves the retry to its caller
// (https://github.com/opencontainers/runc/pull/4388). Pause retries until ctx ends.
func Pause(ctx context.Context, container string) error {
	is, err := state(ctx, container)
	if err != nil || is == paused {
		return err
	}
	var last error
	tries := 0
	err = wait.PollUntilContextCancel(ctx, pauseAgain, true, func(ctx context.Context) (bool, error) {
		err := run(ctx, "pause", container)
		if err != nil && strings.Contains(err.Error(), "unable to freeze") {
			last, tries = err, tries+1
			return false, nil
		}
		return err == nil, err
	})
	if err != nil && last != nil {
		return fmt.Errorf("%w (tried %d times)", last, tries)
	}
	return err
}

// Start starts a stopped container and resumes a paused one. It does nothing if the container is running.
func Start(ctx context.Context, container string) error {
	is, err := state(ctx, container)
	if err != nil {
		return err
	}
	switch is {
	case running:
		return nil
	case paused:
		return run(ctx, "unpause", container)
	}
	return run(ctx, "start", container)
}

// Remove removes a container with its volumes, even if it is running. It is not an error if it does not exist, or is being
// removed.
func Remove(ctx context.Context, container string) error {
	err := run(ctx, "rm", "--force", "--volumes", container)
	if err == nil || strings.Contains(err.Error(), "No such container") || strings.Contains(err.Error(), "already in progress") {
		return nil
	}
	return err
}
