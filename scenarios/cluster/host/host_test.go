package host

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

func TestParseBounding(t *testing.T) {
	for status, want := range map[string]struct {
		missing  int
		resource bool
	}{
		"Name:\tx\nCapBnd:\t000001ffffffffff\n": {0, true},
		"CapBnd:\t000001fffeffffff\n":           {1, false},
		"CapBnd:\t00000000a80425fb\n":           {27, false}, // an ordinary container
		"CapBnd:\t0000000000000000\n":           {41, false},
	} {
		caps, err := parseBounding(status, 40)
		if err != nil || caps.missing() != want.missing || caps.has(capSysResource) != want.resource {
			t.Errorf("%q: got %d missing, resource %v, %v; want %+v", status, caps.missing(), caps.has(capSysResource), err, want)
		}
	}
	for _, bad := range []string{"", "CapEff:\t0\n", "CapBnd:\tno\n"} {
		if _, err := parseBounding(bad, 40); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// fakeProc makes a /proc with one process; its folder is returned.
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
			write(t, filepath.Join(run, "docker/containerd/containerd.pid"), "42") // never containerd here
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

func TestCgroupV1(t *testing.T) {
	for version, want := range map[string]bool{"1": true, "2": false} {
		if got, err := cgroupV1(version, "/no/such/folder"); err != nil || got != want {
			t.Errorf("version %s: got %v, %v", version, got, err)
		}
	}
	if got, err := cgroupV1("", t.TempDir()); err != nil || !got { // anything but cgroup2
		t.Errorf("unknown version: got %v, %v", got, err)
	}
	if _, err := cgroupV1("", "/no/such/folder"); err == nil {
		t.Error("no folder, no error")
	}
}

func TestParseStatus(t *testing.T) {
	s, err := parseStatus(`{"ServerVersion":"20.10.24","CgroupVersion":"1","DefaultRuntime":"runc","DockerRootDir":"/var/lib/docker"}`)
	if err != nil || s.ServerVersion != "20.10.24" || s.CgroupVersion != "1" || s.DockerRootDir != "/var/lib/docker" {
		t.Errorf("got %+v, %v", s, err)
	}
	for in, want := range map[string]string{
		`{"ServerErrors":["Cannot connect"],"ClientInfo":{}}`: "Cannot connect",
		`{}`: "does not answer",
		``:   "read docker info",
	} {
		if _, err := parseStatus(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", in, err, want)
		}
	}
}

func TestMergeRuntime(t *testing.T) {
	const own = `"runtimes":{"gherkind-runc":{"path":"/b"}}`
	for name, c := range map[string]struct{ old, want string }{
		"no file":        {``, `{"default-runtime":"gherkind-runc",` + own + `}`},
		"other settings": {`{"log-level":"warn","max":18446744073709551615}`, `{"log-level":"warn","max":18446744073709551615,"default-runtime":"gherkind-runc",` + own + `}`},
		"other runtimes": {`{"runtimes":{"x":{"path":"/x"}}}`, `{"default-runtime":"gherkind-runc","runtimes":{"x":{"path":"/x"},"gherkind-runc":{"path":"/b"}}}`},
		"own default":    {`{"default-runtime":"x"}`, `{"default-runtime":"x",` + own + `}`},
		"old place":      {`{"default-runtime":"gherkind-runc","runtimes":{"gherkind-runc":{"path":"/a"}}}`, `{"default-runtime":"gherkind-runc",` + own + `}`},
	} {
		got, err := mergeRuntime([]byte(c.old), "/b")
		if err != nil || !reflect.DeepEqual(decode(t, string(got)), decode(t, c.want)) {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
		again, err := mergeRuntime(got, "/b")
		if err != nil || string(again) != string(got) {
			t.Errorf("%s: a second time changes it: %s, %v", name, again, err)
		}
	}
	for _, bad := range []string{`{`, `{"runtimes":[]}`} {
		if _, err := mergeRuntime([]byte(bad), "/b"); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func decode(t *testing.T, s string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return v
}

func TestReplaceFileLeavesNothingElse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new/daemon.json")
	for _, text := range []string{"one", "two"} {
		if err := replaceFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "two" {
		t.Errorf("got %q, %v", data, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWrapperCompilesOutsideAModule(t *testing.T) {
	files, sum, err := wrapperFiles()
	if err != nil || len(sum) != 64 || files["main.go"] == nil || files["main_test.go"] != nil {
		t.Fatalf("got %d files, sum %q, %v", len(files), sum, err)
	}
	target := filepath.Join(t.TempDir(), "runc")
	if err := compile(t.Context(), files, target); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(target); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("got %v, %v", info, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(target)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestEnvironmentErrorReadsAsOneSentence(t *testing.T) {
	err := &EnvironmentError{Doing: "start Docker", Advice: "see the log", Err: syscall.ENOSPC}
	if got := err.Error(); got != "start Docker: no space left on device; see the log" {
		t.Errorf("got %q", got)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error("the cause is lost")
	}
}

func TestSummaryNamesWhatIsSpecial(t *testing.T) {
	plain := (&Host{DockerVersion: "28.0"}).summary("/log")
	if plain != "Docker 28.0" {
		t.Errorf("got %q", plain)
	}
	special := (&Host{DockerVersion: "20.10", Started: true, CgroupV1: true, RestrictOOMScoreAdj: true}).summary("/log")
	for _, want := range []string{"/log", "cgroup v1", "oom_score_adj"} {
		if !strings.Contains(special, want) {
			t.Errorf("%q is not in %q", want, special)
		}
	}
}
