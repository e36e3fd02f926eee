package docker

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeDocker replaces the docker command by a shell script.
func fakeDocker(t *testing.T, script string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte("#!/bin/sh\ncd '"+dir+"'\n"+script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

// TestPauseIsTriedAgain: runc fails if a process starts another one at that moment, and leaves the retry to its caller.
func TestPauseIsTriedAgain(t *testing.T) {
	const refuses = `if [ "$1" = inspect ]; then echo running; exit; fi
echo x >> tries
if [ $(wc -l < tries) -lt %N ]; then
  echo "Error response from daemon: Cannot pause container: OCI runtime pause failed: unable to freeze: unknown" >&2; exit 1
fi
`
	tries := func(dir string) int {
		data, err := os.ReadFile(filepath.Join(dir, "tries"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(data), "x")
	}
	dir := fakeDocker(t, strings.ReplaceAll(refuses, "%N", "4"))
	if err := Pause(t.Context(), "c"); err != nil || tries(dir) != 4 {
		t.Errorf("%v after %d tries, want none after 4", err, tries(dir))
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dir = fakeDocker(t, strings.ReplaceAll(refuses, "%N", "1000000"))
	done := make(chan error, 1)
	go func() { done <- Pause(ctx, "c") }()
	for {
		if _, err := os.Stat(filepath.Join(dir, "tries")); err == nil && tries(dir) > 1 {
			break
		}
	}
	cancel()
	if err := <-done; err == nil || !strings.Contains(err.Error(), "unable to freeze") || !strings.Contains(err.Error(), "tried") {
		t.Errorf("pausing that always fails: %v", err)
	}
}

func TestPauseOfWhatDoesNotRun(t *testing.T) {
	const says = `case $1 in inspect) echo %S;; pause) echo x >> tries; echo "Error response from daemon: Container c is not running" >&2; exit 1;; esac
`
	if err := Pause(t.Context(), fakeDocker(t, strings.ReplaceAll(says, "%S", "paused"))); err != nil {
		t.Errorf("pausing a paused container: %v", err)
	}
	dir := fakeDocker(t, strings.ReplaceAll(says, "%S", "exited"))
	if err := Pause(t.Context(), "c"); err == nil || !strings.Contains(err.Error(), "is not running") {
		t.Errorf("stopped: %v", err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "tries")); err != nil || string(data) != "x\n" {
		t.Errorf("calls %q, %v, want one attempt", data, err)
	}
}

// TestExecThatDockerDidNotRun: an exit code of docker itself is not taken for the command's.
func TestExecThatDockerDidNotRun(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		code   int
		fault  bool
	}{
		"a command that fails":            {"echo no >&2; exit 1", 1, false},
		"one that quotes a daemon":        {"echo 'it says: Error response from daemon: no' >&2; exit 1", 1, false},
		"one that ends otherwise":         {"echo 'Error response from daemon: no' >&2; exit 3", 3, false},
		"a program that is not there":     {`echo 'OCI runtime exec failed: exec failed: unable to start container process: exec: "x": executable file not found in $PATH: unknown' >&2; exit 126`, 126, false},
		"a container that is stopped":     {"echo 'Error response from daemon: Container c is not running' >&2; exit 1", 0, true},
		"one that is paused":              {"echo 'Error response from daemon: Container c is paused, unpause the container before exec' >&2; exit 1", 0, true},
		"no daemon":                       {"echo 'Cannot connect to the Docker daemon at unix:///none. Is the docker daemon running?' >&2; exit 1", 0, true},
		"a runtime that fails":            {"echo 'OCI runtime exec failed: exec failed: unable to start container process: error adding pid to cgroups: unknown' >&2; exit 126", 0, true},
		"killed in a container that runs": {`[ "$1" = inspect ] && echo running && exit; exit 137`, 137, false},
		"killed with its container":       {`[ "$1" = inspect ] && echo exited && exit; exit 137`, 0, true},
		"the daemon ends in between":      {`[ "$1" = inspect ] && echo 'Cannot connect to the Docker daemon' >&2 && exit 1; exit 255`, 0, true},
		"255 of the command's":            {`[ "$1" = inspect ] && echo running && exit; exit 255`, 255, false},
	} {
		fakeDocker(t, c.script)
		_, code, err := Exec(t.Context(), "c", "x")
		if code != c.code || (err != nil) != c.fault {
			t.Errorf("%s: exit code %d, %v", name, code, err)
		}
	}
}
