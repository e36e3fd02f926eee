package host

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

const (
	daemonLog = StateDir + "/dockerd.log"
	// startTimeout is long, because a daemon that recovers many containers after a crash takes time.
	startTimeout = 90 * time.Second
	// askEvery is the pause between two requests to a daemon that is starting.
	askEvery = 100 * time.Millisecond
)

func (m *machine) log() string { return daemonLog }

// startDaemon starts dockerd unless the installation has already started it.
func (m *machine) startDaemon(ctx context.Context) (*dockerStatus, error) {
	if status, err := askDocker(ctx); err == nil {
		return status, nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout,
		fmt.Errorf("the daemon did not answer within %s", startTimeout))
	defer cancel()
	if systemd() {
		m.progress.Step("start Docker (systemctl start docker)")
		if err := command.New("systemctl", "start", "docker").Run(ctx); err != nil {
			return nil, &EnvironmentError{Doing: "start Docker", Advice: "see journalctl -u docker", Err: err}
		}
		return m.awaitDaemon(ctx, nil)
	}
	m.progress.Step("start Docker (dockerd, in the background)")
	exited, err := detach()
	if err != nil {
		return nil, &EnvironmentError{Doing: "start Docker", Err: err}
	}
	return m.awaitDaemon(ctx, exited)
}

// systemd reports whether systemd is the init of this machine (sd_booted(3)).
func systemd() bool {
	_, err := os.Stat("/run/systemd/system")
	return err == nil
}

// awaitDaemon polls until the daemon answers, has exited, or ctx ends.
func (m *machine) awaitDaemon(ctx context.Context, exited <-chan error) (*dockerStatus, error) {
	var status *dockerStatus
	err := wait.PollUntilContextCancel(ctx, askEvery, true, func(ctx context.Context) (bool, error) {
		var failed error
		if status, failed = askDocker(ctx); failed == nil {
			return true, nil
		}
		select {
		case cause := <-exited:
			return false, fmt.Errorf("dockerd ended (%w): %s", cause, endOfLog())
		default:
			return false, nil
		}
	})
	switch {
	case err == nil:
		m.progress.Done("")
		return status, nil
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	return nil, failedStart(err)
}

func failedStart(err error) error {
	return &EnvironmentError{Doing: "start Docker", Advice: "the reason is in " + daemonLog, Err: err}
}

// endOfLog returns the last line of dockerd's log: the reason, if it has exited.
func endOfLog() string {
	data, err := os.ReadFile(daemonLog)
	if err != nil {
		return err.Error()
	}
	text := strings.TrimSpace(string(data))
	return text[strings.LastIndexByte(text, '\n')+1:]
}
