//go:build unix

package inuse

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"time"
)

// TestMain is also the process that begins a run and waits to be killed.
func TestMain(m *testing.M) {
	run := os.Getenv("INUSE_RUN")
	if run == "" {
		os.Exit(m.Run())
	}
	if _, err := Begin(run, "kind-c"); err != nil {
		panic(err)
	}
	os.Stdout.WriteString("begun\n")
	select {}
}

// process begins a run in another process.
func process(t *testing.T, run string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "INUSE_RUN="+run)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "begun\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return cmd
}

// A stopped process counts as alive; a killed one is dead, although its file exists.
func TestAStoppedProcessIsAliveAndAKilledOneIsDead(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	here, err := Here()
	if err != nil || here == "" {
		t.Skipf("Here returns %q, %v", here, err)
	}
	cmd := process(t, "abc")
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if s := Look("abc", here); s != Living {
		t.Errorf("stopped: %v", s)
	}
	runs, err := Of("c")
	if err != nil || len(runs) != 1 || !reflect.DeepEqual(runs[0], Run{ID: "abc", Cluster: "c", Process: cmd.Process.Pid, Images: []string{}}) {
		t.Errorf("runs of the cluster: %v, %v", runs, err)
	}
	if runs, err := Of("other"); err != nil || len(runs) > 0 {
		t.Errorf("runs of another cluster: %v, %v", runs, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if s := Look("abc", here); s != Dead {
		t.Errorf("killed: %v", s)
	}
	if runs, err := Of("c"); err != nil || len(runs) > 0 {
		t.Errorf("runs after the kill: %v, %v", runs, err)
	}
}

// Without a file, or for another machine, the state is unknown: the run may be alive.
func TestNothingIsKnownOfRunsElsewhere(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	here, err := Here()
	if err != nil || here == "" {
		t.Skipf("Here returns %q, %v", here, err)
	}
	use, err := Begin("abc", "c")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		run, where string
		want       State
	}{{"abc", here, Living}, {"abc", "elsewhere", Unknown}, {"abc", "", Unknown}, {"other", here, Unknown}} {
		if s := Look(c.run, c.where); s != c.want {
			t.Errorf("%s at %q: %v, want %v", c.run, c.where, s, c.want)
		}
	}
	if err := use.End(); err != nil {
		t.Error(err)
	}
	if s := Look("abc", here); s != Unknown {
		t.Errorf("after End: %v", s)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if other, err := Here(); err != nil || other == here {
		t.Errorf("Here returns the same for two folders: %q, %v", other, err)
	}
}

// Files of dead runs are deleted after some time; those of living runs are not.
func TestOldFilesOfTheDeadAreRemoved(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	use, err := Begin("living", "c")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(use.path)
	old := time.Now().Add(-2 * forgetAfter)
	for _, name := range []string{"dead", "young", unfinished + "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"dead", "living", unfinished + "x"} {
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(dir); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[0]) != "living" || filepath.Base(left[1]) != "young" {
		t.Errorf("left: %v, %v", left, err)
	}
	if err := use.End(); err != nil {
		t.Error(err)
	}
}

// A run of a version that did not name its images may use any.
func TestMayUse(t *testing.T) {
	for _, c := range []struct {
		images []string
		want   bool
	}{{nil, true}, {[]string{}, false}, {[]string{"a/b", "a/c"}, true}, {[]string{"a"}, false}} {
		if got := (Run{Images: c.images}).MayUse("a/c"); got != c.want {
			t.Errorf("%q: %t", c.images, got)
		}
	}
}
