package host

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Endpoint is where the docker command sends its requests.
type Endpoint struct {
	Context string // context of the docker command: "default", "desktop-linux"
	Host    string // "unix:///var/run/docker.sock"; "" if the docker command does not tell
	FromEnv bool   // whether it is from DOCKER_HOST
}

// defaultSocket is the default socket of the daemon.
const defaultSocket = "/var/run/docker.sock"

// findEndpoint asks the docker command. If the context does not exist, Host is empty, and further commands fail with Docker's own
// message.
func findEndpoint(ctx context.Context) Endpoint {
	e := Endpoint{Context: os.Getenv("DOCKER_CONTEXT"), Host: os.Getenv("DOCKER_HOST"), FromEnv: os.Getenv("DOCKER_HOST") != ""}
	out, err := command.New("docker", "context", "inspect", "--format", "{{json .}}").Output(ctx)
	if err != nil { // there is no such command, or it is older than contexts
		return e
	}
	var said struct {
		Name      string
		Endpoints map[string]struct{ Host string }
	}
	if json.Unmarshal([]byte(out), &said) == nil {
		e.Context, e.Host = said.Name, said.Endpoints["docker"].Host
	}
	return e
}

// Socket returns the path of the Unix socket; "" for another kind of endpoint.
func (e Endpoint) Socket() string {
	if e.Host == "" {
		return defaultSocket
	}
	path, unix := strings.CutPrefix(e.Host, "unix://")
	if !unix {
		return ""
	}
	return path
}

// isDefault reports whether it is the default socket of this machine. Docker Desktop and similar products use their own contexts.
func (e Endpoint) isDefault() bool {
	socket := e.Socket()
	return socket == defaultSocket || socket == "/run/docker.sock"
}

// isDesktop reports whether it is the socket of Docker Desktop.
func (e Endpoint) isDesktop() bool {
	return strings.HasPrefix(e.Context, "desktop-") || strings.Contains(e.Host, "/.docker/desktop/") || strings.Contains(e.Host, "/.docker/run/")
}

// String names the endpoint by the setting that selects it.
func (e Endpoint) String() string {
	switch {
	case e.FromEnv:
		return "DOCKER_HOST=" + e.Host
	case e.Host == "":
		return fmt.Sprintf("context %q", e.Context)
	}
	return fmt.Sprintf("context %q, %s", e.Context, e.Host)
}
