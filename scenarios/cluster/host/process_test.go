package host

import (
	"os"
	"path/filepath"
	"testing"
)

// fakeProc creates a /proc with one process, and returns its folder.
func fakeProc(t *testing.T, pid, name, output string) string {
	t.Helper()
	proc := t.TempDir()
	dir := filepath.Join(proc, pid)
	if err := os.MkdirAll(filepath.Join(dir, "fd"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "status"), "Name:\t"+name+"\nCapBnd:\t000001fffeffffff\n")
	if err := os.Symlink(output, filepath.Join(dir, "fd/1")); err != nil {
		t.Fatal(err)
	}
	return proc
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFindDaemon(t *testing.T) {
	for name, c := range map[string]struct {
		pidFile, comm, output string
		found, ours           bool
	}{
		"ours":             {"42\n", "dockerd", daemonLog, true, true},
		"of systemd":       {"42", "dockerd", "socket:[7]", true, false},
		"another process":  {"42", "sshd", daemonLog, false, false},
		"no such process":  {"43", "dockerd", daemonLog, false, false},
		"half written":     {"", "dockerd", daemonLog, false, false},
		"there is no file": {"-", "dockerd", daemonLog, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "docker.pid")
			if c.pidFile != "-" {
				write(t, file, c.pidFile)
			}
			p, err := findDaemon(file, fakeProc(t, "42", c.comm, c.output))
			if err != nil || (p != nil) != c.found || (p != nil && p.ours() != c.ours) {
				t.Errorf("got %+v, %v", p, err)
			}
			if p != nil && p.bounding.missing() != 1 {
				t.Errorf("got %d missing", p.bounding.missing())
			}
		})
	}
}

func TestRemoveStalePIDs(t *testing.T) {
	for name, c := range map[string]struct {
		comm string
		kept bool
	}{"dockerd lives": {"dockerd", true}, "number taken by another": {"sshd", false}} {
		t.Run(name, func(t *testing.T) {
			run := t.TempDir()
			write(t, filepath.Join(run, "docker.pid"), "42")
			write(t, filepath.Join(run, "docker/containerd/containerd.pid"), "42") // this PID is never containerd here
			if err := removeStalePIDs(run, fakeProc(t, "42", c.comm, "/dev/null")); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(run, "docker.pid")); (err == nil) != c.kept {
				t.Errorf("docker.pid: %v", err)
			}
			if _, err := os.Stat(filepath.Join(run, "docker/containerd/containerd.pid")); err == nil {
				t.Error("containerd.pid is still there")
			}
		})
	}
}
