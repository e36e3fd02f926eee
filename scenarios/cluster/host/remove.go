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

// stopTimeout bounds the end of a dockerd, which gives its containers 10 s.
const stopTimeout = 30 * time.Second

// Remove takes back what Ensure set up: it stops the dockerd that gherkind
// started, takes the runtime wrapper out of daemon.json and removes StateDir.
// A daemon of somebody else, or one that has containers, stays as it is, and
// so does everything it may still need. Installed packages and raised inotify
// limits stay, too.
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

// stop ends a dockerd and waits until it is gone.
func stop(ctx context.Context, daemon *process) error {
	ctx, cancel := context.WithTimeoutCause(ctx, stopTimeout, fmt.Errorf("it still runs after %s", stopTimeout))
	defer cancel()
	if err := terminate(daemon.pid); err != nil {
		return fmt.Errorf("stop dockerd: %w", err)
	}
	err := wait.PollUntilContextCancel(ctx, askEvery, true, func(context.Context) (bool, error) {
		left, err := findDaemon(pidFile, "/proc") // a dockerd removes its file when it has ended in good order
		return left == nil, err
	})
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("stop dockerd: %w", context.Cause(ctx))
	}
	return err
}

// isLink tells a symbolic link, which gherkind never makes.
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
		rest = []byte("{}\n") // the link, and what it leads to, were there before
	case string(rest) == string(old):
		return nil
	}
	return replaceFile(daemonJSON, rest, 0o644)
}
