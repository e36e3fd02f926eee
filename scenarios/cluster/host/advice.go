package host

import (
	"errors"
	"fmt"
	"os/exec"
	"os/user"
	"runtime"
	"slices"
	"strings"
)

// situation has what the advice depends on if Docker cannot be used.
type situation struct {
	endpoint    Endpoint
	said        string // message of the docker command
	noCommand   bool   // there is no docker command
	system      string // GOOS
	root        bool
	user        string // the current user
	socketGroup string // the group of the socket; "" if unknown
	hasDaemon   bool   // dockerd is installed
	debian      bool
}

// mismatch reports whether the docker command, the daemon and the settings do not match, so that starting a daemon does not help.
func (s situation) mismatch() bool { return !s.noCommand && s.ofMismatch() != "" }

func (s situation) says(signs ...string) bool {
	text := strings.ToLower(s.said)
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}

// advice says in one sentence what to do so that Docker can be used.
func (s situation) advice() string {
	if s.noCommand {
		return s.toInstall()
	}
	for _, of := range []func() string{s.ofMismatch, s.ofPermission, s.ofElsewhere} {
		if advice := of(); advice != "" {
			return advice
		}
	}
	switch {
	case s.system != "linux":
		return "start Docker Desktop, or whatever runs Docker here, then run this again"
	case !s.hasDaemon:
		return s.toInstall()
	}
	return "start the Docker daemon (as root: systemctl start docker, or dockerd), or run this as root"
}

func (s situation) toInstall() string {
	switch {
	case s.system != "linux":
		return "install Docker Desktop, or another Docker, and start it, then run this again"
	case s.debian:
		return "install Docker (as root: apt-get install docker.io) and add yourself to the group docker, or run this as root"
	}
	return "install Docker and start it, then run this again"
}

// ofMismatch is the advice for versions and settings of the docker command.
func (s situation) ofMismatch() string {
	switch {
	case s.says("podman"):
		return "install Docker: the docker command here is Podman's, and gherkind is tried with Docker only"
	case s.says("client version") && s.says("is too old"):
		return "update the docker command (as root on Debian: apt-get install --only-upgrade docker.io docker-cli), or unset DOCKER_API_VERSION if it is set: the daemon is too new for it"
	case s.says("client version", "api version", "daemon") && s.says("is too new", "is too old", "older than"):
		return "update the Docker daemon, which is too old for this docker command, or unset DOCKER_API_VERSION if it is set"
	case s.says("context not found", "no such context", "context does not exist"), s.says("context") && s.says("not found"):
		return "choose a context that exists (docker context ls lists them): docker context use default, or unset DOCKER_CONTEXT"
	case s.says("unable to parse docker host", "invalid bind address", "invalid proto", "unsupported protocol scheme"):
		return "correct DOCKER_HOST, such as unix:///var/run/docker.sock or tcp://HOST:2376, or unset it"
	}
	return ""
}

// ofPermission is the advice for a socket that this user may not use.
func (s situation) ofPermission() string {
	if !s.says("permission denied") {
		return ""
	}
	socket := s.endpoint.Socket()
	switch s.socketGroup {
	case "":
		return fmt.Sprintf("ask for access to %s, or run this as its owner", s.endpoint)
	case "root":
		return fmt.Sprintf("run this as root: %s is for root only", socket)
	}
	return fmt.Sprintf("add yourself to the group %s (as root: usermod -aG %s %s) and log in again, or run this as root: %s is for that group",
		s.socketGroup, s.socketGroup, s.user, socket)
}

// ofElsewhere is the advice for another daemon than the default one of this machine.
func (s situation) ofElsewhere() string {
	switch {
	case s.endpoint.isDesktop():
		return "start Docker Desktop (systemctl --user start docker-desktop, or open -a Docker on macOS), or use another Docker: docker context use default"
	case s.endpoint.isDefault():
		return ""
	case s.endpoint.FromEnv:
		return fmt.Sprintf("start the daemon that DOCKER_HOST names (%s), or unset DOCKER_HOST", s.endpoint.Host)
	}
	return fmt.Sprintf("start the daemon of the Docker context %q (%s), or use another: docker context use default", s.endpoint.Context, s.endpoint.Host)
}

// situationOf inspects this machine after Docker has not answered.
func situationOf(e Endpoint, silence error, root, debian bool) situation {
	_, noDaemon := exec.LookPath("dockerd")
	s := situation{
		endpoint: e, said: silence.Error(), noCommand: errors.Is(silence, errNoDocker), system: runtime.GOOS, root: root,
		user: "$USER", socketGroup: groupOf(e.Socket()), hasDaemon: noDaemon == nil, debian: debian,
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		s.user = u.Username
	}
	return s
}
