package nodeimage

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

func TestEnoughSpace(t *testing.T) {
	needs := []need{{"work", "/w", 3 * gib}, {"Docker", "/d", 2 * gib}, {"Go", "/g", 1 * gib}}
	// /w and /g are on one file system, /d is on another.
	at := func(shared, docker uint64) func(string) (host.Space, error) {
		return func(dir string) (host.Space, error) {
			if dir == "/d" {
				return host.Space{Device: 2, Bytes: docker}, nil
			}
			return host.Space{Device: 1, Bytes: shared}, nil
		}
	}
	if err := enough(needs, at(4*gib, 2*gib)); err != nil {
		t.Errorf("just enough: %v", err)
	}
	err := enough(needs, at(4*gib-1, 2*gib))
	var environment *host.EnvironmentError
	if !errors.As(err, &environment) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"4.0 GiB", "3.0 GiB for work in /w", "1.0 GiB for Go in /g"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
	if err := enough(needs, at(9*gib, 1*gib)); err == nil || strings.Contains(err.Error(), "/w") {
		t.Errorf("got %v", err)
	}
}

func TestFreeSpaceOfAFolderThatIsNotThereYet(t *testing.T) {
	dir := t.TempDir()
	have, err := host.FreeSpace(dir)
	if err != nil || have.Bytes == 0 {
		t.Fatalf("got %+v, %v", have, err)
	}
	later, err := host.FreeSpace(filepath.Join(dir, "a/b/c"))
	if err != nil || later.Device != have.Device {
		t.Errorf("got %+v, %v", later, err)
	}
}

func TestBuildFailedTellsAFullDisk(t *testing.T) {
	var environment *host.EnvironmentError
	if err := buildFailed(&os.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}); !errors.As(err, &environment) {
		t.Errorf("got %v", err)
	}
	if err := buildFailed(errors.New("no such package")); errors.As(err, &environment) {
		t.Errorf("an unknown error is reported as a fault of the machine: %v", err)
	}
	own := &host.EnvironmentError{Doing: "x"}
	if err := buildFailed(own); !errors.Is(err, own) {
		t.Errorf("got %v", err)
	}
}
