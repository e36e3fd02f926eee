package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// dockerStatus is the part of `docker info` that is used. Field names are those of the Docker Engine API (GET /info).
type dockerStatus struct {
	ServerVersion   string
	DockerRootDir   string
	CgroupVersion   string
	CgroupDriver    string
	DefaultRuntime  string
	Driver          string // storage driver
	OperatingSystem string
	OSType          string
	Name            string // name of the daemon's machine
	NCPU            int
	MemTotal        uint64
	SecurityOptions []string
	ServerErrors    []string
	ClientInfo      struct{ Version string }
	Host            struct{ BuildahVersion string } // set by Podman, which may provide the docker command
}

var errNoDocker = errors.New("there is no Docker")

// askDocker returns an error if no daemon answers, or if the docker command is not installed.
func askDocker(ctx context.Context) (*dockerStatus, error) {
	out, err := command.New("docker", "info", "--format", "{{json .}}").Output(ctx)
	if command.NotFound(err) {
		return nil, errNoDocker
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("ask Docker: %w", context.Cause(ctx))
	}
	// Depending on its version, the command reports that the daemon does not answer by its exit code, in the document, or both.
	if status, parsed := parseStatus(out); parsed == nil || err == nil {
		return status, parsed
	}
	return nil, err
}

func parseStatus(out string) (*dockerStatus, error) {
	var s dockerStatus
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		return nil, fmt.Errorf("read docker info: %w", err)
	}
	if len(s.ServerErrors) > 0 {
		return nil, errors.New(strings.Join(s.ServerErrors, "; "))
	}
	if s.Host.BuildahVersion != "" {
		return nil, errors.New("the docker command is Podman's")
	}
	if s.ServerVersion == "" {
		return nil, errors.New("the Docker daemon does not answer")
	}
	return &s, nil
}

// docker returns the status of a daemon that answers, after installing and starting one if necessary.
func (m *machine) docker(ctx context.Context) (*dockerStatus, error) {
	status, err := askDocker(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return m.supplyDocker(ctx, err)
	}
	if err := status.unfit(); err != nil {
		return nil, err
	}
	endpoint := findEndpoint(ctx)
	m.remote = endpoint.remote(ctx)
	m.running, err = daemonAt(ctx, endpoint)
	return status, err
}

// daemonAt returns the dockerd behind an endpoint; nil if it is not a known process of this machine.
func daemonAt(ctx context.Context, e Endpoint) (*process, error) {
	if socket := e.Socket(); socket != "" {
		p, err := dockerd(peerOf(ctx, socket), "/proc")
		if err != nil || p != nil {
			return p, err
		}
	}
	if !e.isDefault() {
		return nil, nil
	}
	return findDaemon(pidFile, "/proc") // systemd has opened the socket
}

// oldest is the first version of Docker that gives a kind node its own cgroup namespace.
const oldest = "20.10"

// unfit returns why a daemon that answers cannot run a kind node; nil if it can.
func (s *dockerStatus) unfit() error {
	switch {
	case s.OSType != "" && s.OSType != "linux":
		return &EnvironmentError{Doing: "use Docker", Err: fmt.Errorf("it runs containers of %s", s.OSType),
			Advice: "switch Docker to Linux containers (in the menu of Docker Desktop)"}
	case olderThan(s.ServerVersion, oldest):
		return &EnvironmentError{Doing: "use Docker", Err: fmt.Errorf("version %s of the daemon is too old", s.ServerVersion),
			Advice: "update Docker to " + oldest + " or newer"}
	}
	return nil
}

// olderThan compares the first two numbers of versions. It is false for an invalid version.
func olderThan(version, than string) bool {
	var a, b [2]int
	if _, err := fmt.Sscanf(version, "%d.%d", &a[0], &a[1]); err != nil {
		return false
	}
	if _, err := fmt.Sscanf(than, "%d.%d", &b[0], &b[1]); err != nil {
		return false
	}
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}
