package doctor

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/registrytest"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// apart runs a test in a process with its own network and mount namespaces, so that a second daemon disturbs nothing.
func apart(t *testing.T) bool {
	t.Helper()
	proving.Only(t, "starts a Docker daemon; make published does")
	return registrytest.Apart(t)
}

func do(t *testing.T, name string, args ...string) {
	t.Helper()
	if err := command.New(name, args...).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// start starts a daemon, and gives this test an empty folder, an empty cache and an empty Docker configuration.
func start(t *testing.T, args ...string) (socket string) {
	t.Helper()
	registrytest.Daemon(t, nil, args...)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	t.Chdir(t.TempDir())
	return strings.TrimPrefix(os.Getenv("DOCKER_HOST"), "unix://")
}

func TestADaemonElsewhereOnThisMachine(t *testing.T) {
	if !apart(t) {
		return
	}
	const tcp = "tcp://127.0.0.1:23750"
	socket := start(t, "--host", tcp)
	t.Run("DOCKER_HOST", func(t *testing.T) {
		must(t, find(t, ofDocker(host.Look(t.Context())), "endpoint"), OK, "DOCKER_HOST=unix://"+socket, "on this machine")
	})
	t.Run("a context", func(t *testing.T) {
		t.Setenv("DOCKER_HOST", "")
		do(t, "docker", "context", "create", "second", "--docker", "host=unix://"+socket)
		t.Setenv("DOCKER_CONTEXT", "second")
		must(t, find(t, ofDocker(host.Look(t.Context())), "endpoint"), OK, `context "second"`, socket, "on this machine")
		t.Setenv("DOCKER_CONTEXT", "third")
		must(t, ofDocker(host.Look(t.Context()))[0], Problem, "third", "docker context ls")
	})
	t.Run("TCP", func(t *testing.T) {
		t.Setenv("DOCKER_HOST", tcp)
		r := Run(t.Context(), cluster.Options{})
		must(t, find(t, r.Findings, "endpoint"), OK, tcp, "on another machine") // it could be a tunnel
		registry := find(t, r.Findings, "registry")
		if !strings.Contains(registry.Says, "does not answer") { // the test's network has only loopback, and the daemon reports that
			t.Errorf("got %+v", registry)
		}
	})
	t.Run("versions", func(t *testing.T) {
		t.Setenv("DOCKER_API_VERSION", "1.11")
		must(t, ofDocker(host.Look(t.Context()))[0], Problem, "too old", "update the docker command")
		t.Setenv("DOCKER_API_VERSION", "1.99")
		must(t, ofDocker(host.Look(t.Context()))[0], Problem, "too new", "update the Docker daemon")
	})
	t.Run("no permission", func(t *testing.T) { deniedTo(t, socket) })
	t.Run("withheld capabilities", func(t *testing.T) {
		s := host.Look(t.Context())
		if s.Missing == 0 {
			t.Skip("the daemon of this machine has all capabilities")
		}
		must(t, find(t, ofDocker(s), "capabilities"), Warning, "--add-runtime")
		h, err := host.Ensure(t.Context(), host.Options{})
		if err != nil || !h.Local {
			t.Errorf("got %+v, %v", h, err)
		}
	})
	t.Run("gone", func(t *testing.T) {
		t.Setenv("DOCKER_HOST", "unix://"+filepath.Join(t.TempDir(), "none"))
		must(t, ofDocker(host.Look(t.Context()))[0], Problem, "unset DOCKER_HOST")
		_, err := cluster.Up(t.Context(), cluster.Options{StateDir: t.TempDir()})
		if !errors.As(err, new(*cluster.EnvironmentError)) || !strings.Contains(err.Error(), "unset DOCKER_HOST") {
			t.Errorf("got %v", err)
		}
	})
}

// asNobody makes the test process inspect Docker and print its findings.
const asNobody = "GHERKIND_TEST_AS_NOBODY"

func TestMain(m *testing.M) {
	if os.Getenv(asNobody) != "" {
		_ = reportOf(ofDocker(host.Look(context.Background()))).WriteText(os.Stdout, Look{})
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// deniedTo inspects Docker as a user without access to its socket.
func deniedTo(t *testing.T, socket string) {
	dir, err := os.MkdirTemp("", "gherkind-nobody-") // other users can read it, unlike t.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "program")
	do(t, "cp", os.Args[0], program)
	do(t, "chmod", "0755", dir, filepath.Dir(socket))
	nobody := exec.CommandContext(t.Context(), program)
	nobody.Env = append(os.Environ(), asNobody+"=1", "HOME="+dir, "DOCKER_CONFIG="+dir)
	nobody.Dir = dir
	nobody.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := nobody.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "permission denied") || !strings.Contains(string(out), "usermod -aG docker") && !strings.Contains(string(out), "run this as root") {
		t.Errorf("got %v\n%s", err, out)
	}
}

func TestLittleDiskIsToldBeforeAnythingIsMade(t *testing.T) {
	if !apart(t) {
		return
	}
	data, err := os.MkdirTemp("", "gherkind-small-")
	if err != nil {
		t.Fatal(err)
	}
	do(t, "mount", "-t", "tmpfs", "-o", "size=100m", "none", data)
	t.Cleanup(func() {
		if err := errors.Join(syscall.Unmount(data, syscall.MNT_DETACH), os.Remove(data)); err != nil {
			t.Error(err)
		}
	})
	start(t, "--data-root", data)
	r := Run(t.Context(), cluster.Options{Source: "published"})
	must(t, find(t, r.Findings, "disk"), Problem, "0.1 GiB free in "+data, "needs 4.0 GiB")
	_, err = cluster.Up(t.Context(), cluster.Options{StateDir: t.TempDir(), Source: "published"})
	if !errors.As(err, new(*cluster.EnvironmentError)) || !strings.Contains(err.Error(), "it needs 4.0 GiB of disk in "+data+", and 0.1 GiB are free") {
		t.Fatalf("got %v", err)
	}
	for _, args := range [][]string{{"ps", "-aq"}, {"images", "-q"}, {"volume", "ls", "-q"}, {"network", "ls", "-q", "--filter", "name=kind"}} {
		if out := registrytest.Docker(t, args...); out != "" {
			t.Errorf("docker %v: %s", args, out)
		}
	}
}

func TestNetworksThatOverlapInADaemon(t *testing.T) {
	if !apart(t) {
		return
	}
	start(t)
	do(t, "ip", "link", "add", "vpn0", "type", "bridge")
	do(t, "ip", "addr", "add", "172.30.7.1/24", "dev", "vpn0")
	do(t, "ip", "link", "set", "vpn0", "up")
	for subnet, want := range map[string]struct {
		status Status
		part   string
	}{
		"172.30.0.0/16": {Warning, "vpn0 (172.30.7.0/24)"},
		"10.96.0.0/16":  {Problem, "services"},
		"172.29.0.0/16": {OK, "overlaps with no other"},
	} {
		do(t, "docker", "network", "create", "--subnet", subnet, "kind")
		must(t, ofNetworks(t.Context())[0], want.status, subnet, want.part)
		do(t, "docker", "network", "rm", "kind")
	}
}
