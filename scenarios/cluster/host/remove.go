package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// stopTimeout is the time limit for dockerd to exit, which gives its containers 10 s.
const stopTimeout = 30 * time.Second

// Remove reverses what Ensure set up: it stops the dockerd that gherkind started, removes the runtime wrapper from daemon.json
// and removes StateDir. It does not change a daemon that was started by others, or that has containers, nor anything that such a
// daemon may need. Installed packages and raised inotify limits are kept, too.
func Remove(ctx context.Context, opts Options) error {
	m := newMachine(opts.Progress)
	if _, err := os.Stat(StateDir); errors.Is(err, os.ErrNotExist) || !m.root {
		return nil
	}
	daemon, err := findDaemon(pidFile, "/proc")
	if err != nil {
		return err
	}
	if daemon != nil {
		if !daemon.ours() {
			return nil
		}
		left, err := command.New("docker", "ps", "--all", "--quiet").Output(ctx)
		if err != nil {
			return fmt.Errorf("look for containers: %w", err)
		}
		if n := len(strings.Fields(left)); n > 0 {
			m.progress.Info(fmt.Sprintf("Docker keeps running: it has %d other containers", n))
			return nil
		}
		if err := stop(ctx, daemon); err != nil {
			return err
		}
	}
	if err := unregisterRuntime(); err != nil {
		return err
	}
	m.progress.Info("removed what was set up for Docker: " + StateDir)
	return os.RemoveAll(StateDir)
}

// stop stops a dockerd and waits until it has exited.
func stop(ctx context.Context, daemon *process) error {
	ctx, cancel := context.WithTimeoutCause(ctx, stopTimeout, fmt.Errorf("it still runs after %s", stopTimeout))
	defer cancel()
	if err := terminate(daemon.pid); err != nil {
		return fmt.Errorf("stop dockerd: %w", err)
	}
	err := wait.PollUntilContextCancel(ctx, askEvery, true, func(context.Context) (bool, error) {
		left, err := findDaemon(pidFile, "/proc") // dockerd removes its PID file when it exits normally
		return left == nil, err
	})
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("stop dockerd: %w", context.Cause(ctx))
	}
	return err
}

// isLink reports whether a path is a symbolic link, which gherkind never creates.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&os.ModeSymlink != 0
}

func unregisterRuntime() error {
	old, err := os.ReadFile(daemonJSON)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the configuration of dockerd: %w", err)
	}
	rest, err := removeRuntime(old)
	switch {
	case err != nil:
		return &EnvironmentError{Doing: "take a runtime out of " + daemonJSON, Advice: "correct that file by hand", Err: err}
	case rest == nil && !isLink(daemonJSON):
		return os.Remove(daemonJSON)
	case rest == nil:
		rest = []byte("{}\n") // the link and its target existed before
	case string(rest) == string(old):
		return nil
	}
	return replaceFile(daemonJSON, rest, 0o644)
}
