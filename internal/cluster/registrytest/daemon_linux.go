package registrytest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// inside is set in the process that Apart has started.
const inside = "GHERKIND_TEST_APART"

// Apart runs a test again in a process with its own network and mount namespaces, in which a second Docker daemon disturbs
// nothing, and only loopback can be reached. It returns true in that process, and false in the first process when the other has
// ended.
func Apart(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inside) != "" {
		for _, args := range [][]string{{"ip", "link", "set", "lo", "up"}, {"mount", "--make-rprivate", "/"}} {
			if err := command.New(args[0], args[1:]...).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return true
	}
	if _, err := exec.LookPath("dockerd"); err != nil || os.Geteuid() != 0 {
		t.Skip("a second Docker daemon takes dockerd and root")
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.run", "^"+t.Name()+"$")
	again.Env = append(os.Environ(), inside+"=1")
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS}
	out, err := again.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
	return false
}

// Daemon starts a Docker daemon with this environment, these arguments and temporary storage, and makes docker commands use it
// until the test ends. See Apart.
func Daemon(t *testing.T, env []string, args ...string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "gherkind-docker-") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	socket := "unix://" + filepath.Join(dir, "socket")
	daemon := exec.CommandContext(t.Context(), "dockerd", append([]string{
		"--data-root", filepath.Join(dir, "data"), "--exec-root", filepath.Join(dir, "exec"), "--pidfile", filepath.Join(dir, "pid"),
		"--host", socket, "--config-file", filepath.Join(dir, "none.json"),
	}, args...)...)
	var log bytes.Buffer
	daemon.Env, daemon.Stderr = append(os.Environ(), env...), &log
	daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	daemon.Cancel = func() error { return daemon.Process.Signal(syscall.SIGTERM) }
	daemon.WaitDelay = time.Minute
	if err := os.WriteFile(filepath.Join(dir, "none.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- daemon.Wait() }()
	t.Cleanup(func() {
		_ = daemon.Process.Signal(syscall.SIGTERM) // it may have ended
		<-ended                                    //nolint:errcheck // it was told to end
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	t.Setenv("DOCKER_HOST", socket)
	awaitDaemon(t, ended, &log)
}

func awaitDaemon(t *testing.T, ended chan error, log *bytes.Buffer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		err := docker.Answers(ctx)
		if err == nil {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatal(err)
		case why := <-ended:
			ended <- why
			t.Fatalf("dockerd ended: %v\n%s", why, log)
		}
	}
}
