package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

const gib = 1 << 30

func TestRoomErrorHasTheNumbers(t *testing.T) {
	need := Room{Memory: 2 * gib, Disk: 4 * gib}
	for name, c := range map[string]struct {
		free Room
		want []string // empty: there is enough
	}{
		"enough":         {need, nil},
		"unknown":        {Room{Memory: host.Unknown, Disk: host.Unknown}, nil},
		"little memory":  {Room{Memory: gib, Disk: 4 * gib}, []string{"needs 2.0 GiB of memory, and 1.0 GiB are free", "--topology"}},
		"little disk":    {Room{Memory: 2 * gib, Disk: gib / 2}, []string{"needs 4.0 GiB of disk in /d, and 0.5 GiB are free", "docker system prune"}},
		"little of both": {Room{Memory: gib, Disk: gib}, []string{"of memory", "of disk"}},
	} {
		err := RoomError("x", need, c.free, "/d")
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in %q", name, want, err)
			}
		}
	}
}

func TestNeedsGrowWithTheTopology(t *testing.T) {
	four, err := Options{}.Needs(true)
	if err != nil {
		t.Fatal(err)
	}
	more, err := Options{Topology: "ha"}.Needs(true)
	if err != nil {
		t.Fatal(err)
	}
	if four.Memory < gib || four.Disk < 3*gib || more.Memory <= four.Memory {
		t.Errorf("got %+v and %+v", four, more)
	}
	if _, err := (Options{Topology: "no-such"}).Needs(true); err == nil {
		t.Error("no error for an unknown topology")
	}
}

// Too little room is reported before anything is created: Docker is only queried.
func TestTooLittleRoomIsToldBeforeAnythingIsMade(t *testing.T) {
	dir := t.TempDir()
	script := `#!/bin/sh
echo "$*" >>` + dir + `/asked
case "$1" in
info) echo '{"ServerVersion":"28.0.1","OSType":"linux","CgroupVersion":"2","MemTotal":536870912,"DockerRootDir":"/var/lib/docker"}';;
context) echo '{"Name":"default","Endpoints":{"docker":{"Host":"tcp://127.0.0.1:1"}}}';;
esac
`
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	_, err := Up(t.Context(), Options{Name: "small", StateDir: t.TempDir()})
	if !errors.As(err, new(*EnvironmentError)) || !strings.Contains(err.Error(), "and 0.5 GiB are free") {
		t.Fatalf("got %v", err)
	}
	asked, err := os.ReadFile(filepath.Join(dir, "asked"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(asked)) {
		if !strings.HasPrefix(line, "info ") && !strings.HasPrefix(line, "image") && !strings.HasPrefix(line, "context inspect ") && !strings.HasPrefix(line, "ps ") {
			t.Errorf("docker %s", line)
		}
	}
}
