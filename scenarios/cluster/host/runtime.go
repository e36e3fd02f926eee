package host

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// runtimeName is the name of the wrapper in Docker's configuration.
const runtimeName = "gherkind-runc"

// RuntimeFlags returns the flags with which others must start their dockerd so that it uses the wrapper.
func RuntimeFlags() string {
	return fmt.Sprintf("--add-runtime %s=%s --default-runtime %s", runtimeName, runtimeBinary, runtimeName)
}

// daemonJSON is dockerd's configuration file on Linux.
const daemonJSON = "/etc/docker/daemon.json"

// reloadTimeout is the time limit for a daemon to reload its configuration; it takes milliseconds unless the machine is
// overloaded.
const reloadTimeout = 20 * time.Second

// fitRuntime makes sure that a running daemon with an incomplete bounding set starts containers through the wrapper, if gherkind
// started that daemon.
func (m *machine) fitRuntime(ctx context.Context, status *dockerStatus) (*dockerStatus, error) {
	missing := m.running.bounding.missing()
	switch {
	case missing == 0:
		return status, nil
	case status.DefaultRuntime == runtimeName:
		return status, m.refreshRuntime(ctx)
	case !m.root || !m.running.ours() || status.DefaultRuntime != "runc":
		m.progress.Info(fmt.Sprintf("Docker runs with %d of %d capabilities missing and was not started by gherkind, so it is not changed; "+
			"should containers fail with \"unable to apply caps\", stop it and run this again as root", missing, m.running.bounding.last+1))
		return status, nil
	}
	if err := m.installRuntime(ctx, m.running.bounding); err != nil {
		return nil, err
	}
	if err := reload(m.running.pid); err != nil {
		return nil, fmt.Errorf("reload the configuration of dockerd: %w", err)
	}
	return awaitRuntime(ctx)
}

// awaitRuntime waits until the daemon has reloaded its configuration.
func awaitRuntime(ctx context.Context) (*dockerStatus, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, reloadTimeout,
		fmt.Errorf("dockerd has not taken over %s after %s", daemonJSON, reloadTimeout))
	defer cancel()
	var status *dockerStatus
	err := wait.PollUntilContextCancel(ctx, askEvery, true, func(ctx context.Context) (bool, error) {
		var failed error
		status, failed = askDocker(ctx)
		return failed == nil && status.DefaultRuntime == runtimeName, nil
	})
	if err != nil {
		return nil, &EnvironmentError{Doing: "set the default runtime of Docker", Advice: "the reason is in " + daemonLog, Err: context.Cause(ctx)}
	}
	return status, nil
}

// runtimeRegistered reports whether dockerd's configuration already contains the wrapper.
func runtimeRegistered() bool {
	old, err := os.ReadFile(daemonJSON)
	return err == nil && strings.Contains(string(old), strconv.Quote(runtimeName))
}

// installRuntime compiles the wrapper and adds it to daemon.json.
func (m *machine) installRuntime(ctx context.Context, caps capabilities) error {
	if err := m.refreshRuntime(ctx); err != nil {
		return err
	}
	old, err := os.ReadFile(daemonJSON)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("read the configuration of dockerd: %w", err)
	}
	merged, err := mergeRuntime(old, runtimeBinary)
	if err != nil {
		return &EnvironmentError{Doing: "add a runtime to " + daemonJSON, Advice: "correct that file by hand", Err: err}
	}
	if string(merged) == string(old) {
		return nil
	}
	if err := replaceFile(daemonJSON, merged, 0o644); err != nil {
		return fmt.Errorf("write the configuration of dockerd: %w", err)
	}
	m.progress.Info(fmt.Sprintf("added the OCI runtime %s to %s as the default: this machine withholds %d of %d capabilities, "+
		"and runc refuses privileged containers that ask for them", runtimeName, daemonJSON, caps.missing(), caps.last+1))
	return nil
}
