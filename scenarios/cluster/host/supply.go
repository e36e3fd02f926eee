package host

import (
	"context"
	"errors"
	"os"
	"os/exec"

	"github.com/gherkind/gherkind/scenarios/cluster/host/debian"
)

// supplyDocker installs and starts Docker if no daemon answers, or says in one sentence what a person must do.
func (m *machine) supplyDocker(ctx context.Context, silence error) (*dockerStatus, error) {
	if err := m.maySupply(ctx, silence); err != nil {
		return nil, err
	}
	unlock, err := m.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	// Before the installation, because its scripts may start the daemon.
	own, err := readProcess("/proc", os.Getpid())
	if err != nil {
		return nil, err
	}
	added := false
	if own.bounding.missing() > 0 {
		had := runtimeRegistered()
		if err := m.installRuntime(ctx, own.bounding); err != nil {
			return nil, err
		}
		added = !had
	}
	status, err := m.installAndStart(ctx)
	if unusedRuntime(added, status) { // it was written before it was known which daemon answers
		err = errors.Join(err, unregisterRuntime())
	}
	if err != nil {
		return nil, err
	}
	m.started = true
	m.running, err = findDaemon(pidFile, "/proc")
	return status, err
}

func (m *machine) installAndStart(ctx context.Context) (*dockerStatus, error) {
	if err := m.installDocker(ctx); err != nil {
		return nil, err
	}
	return m.startDaemon(ctx)
}

// unusedRuntime reports whether a runtime was added to the configuration but is not used: no daemon answers, or one that was
// started by others in the meantime.
func unusedRuntime(added bool, status *dockerStatus) bool {
	return added && (status == nil || status.DefaultRuntime != runtimeName)
}

// maySupply returns an error for the user if gherkind must not install or start Docker.
func (m *machine) maySupply(ctx context.Context, silence error) error {
	release, err := debian.ReadRelease(os.DirFS("/"))
	s := situationOf(findEndpoint(ctx), silence, m.root, err == nil && release.IsDebian())
	if s.supplies() {
		return nil
	}
	return s.trouble(silence)
}

// supplies reports whether gherkind installs and starts Docker itself.
func (s situation) supplies() bool {
	return s.root && s.debian && s.system == "linux" && s.endpoint.isDefault() && !s.mismatch()
}

func (s situation) trouble(silence error) error {
	return &EnvironmentError{Doing: "reach Docker", Advice: s.advice(), Err: silence}
}

// installDocker installs Debian's own packages if the daemon or the command is missing. Since Debian 13 the command is in a
// separate package.
func (m *machine) installDocker(ctx context.Context) error {
	_, noDaemon := exec.LookPath("dockerd")
	_, noCommand := exec.LookPath("docker")
	if noDaemon == nil && noCommand == nil {
		return nil
	}
	m.progress.Step("install Docker from Debian (package docker.io)")
	err := debian.Install(ctx, "docker.io")
	if _, noCommand = exec.LookPath("docker"); err == nil && noCommand != nil {
		err = debian.Install(ctx, "docker-cli")
	}
	if err != nil {
		return &EnvironmentError{Doing: "install Docker", Advice: "install the package docker.io by hand, or any other Docker", Err: err}
	}
	m.progress.Done("")
	return nil
}
