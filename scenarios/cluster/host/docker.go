package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// dockerStatus is the part of `docker info` that matters here. Field names are
// those of the Docker Engine API (GET /info).
type dockerStatus struct {
	ServerVersion  string
	DockerRootDir  string
	CgroupVersion  string
	DefaultRuntime string
	ServerErrors   []string
}

var errNoDocker = errors.New("there is no Docker")

// askDocker fails when no daemon answers, or no docker command is installed.
func askDocker(ctx context.Context) (*dockerStatus, error) {
	out, err := command.New("docker", "info", "--format", "{{json .}}").Output(ctx)
	if command.NotFound(err) {
		return nil, errNoDocker
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("ask Docker: %w", context.Cause(ctx))
	}
	// Depending on its version, the command reports a silent daemon by its exit
	// code, in the document, or both.
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
	if s.ServerVersion == "" {
		return nil, errors.New("the Docker daemon does not answer")
	}
	return &s, nil
}

// docker returns the status of a daemon that answers, if need be after
// installing and starting one.
func (m *machine) docker(ctx context.Context) (*dockerStatus, error) {
	status, err := askDocker(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return m.supplyDocker(ctx, err)
	}
	if localEndpoint(ctx) {
		m.running, err = findDaemon(pidFile, "/proc")
	}
	return status, err
}

// localEndpoint tells that the docker command talks to the usual socket of
// this machine. Docker Desktop and its like have contexts of their own.
func localEndpoint(ctx context.Context) bool {
	out, err := command.New("docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").Output(ctx)
	if err != nil { // no such command, or one from before contexts
		out = os.Getenv("DOCKER_HOST")
	}
	out = strings.TrimPrefix(strings.TrimSpace(out), "unix://")
	return out == "" || out == "/var/run/docker.sock" || out == "/run/docker.sock"
}
