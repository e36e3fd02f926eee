package cluster

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/runlock/inuse"
)

// fakeDocker replaces the docker command. It has the containers of a cluster that was never complete, and records its calls.
type fakeDocker struct {
	t     *testing.T
	dir   string
	cache string // of the user
}

// newDocker puts it first in the PATH, and gives the test its own user cache.
func newDocker(t *testing.T, containers ...string) *fakeDocker {
	t.Helper()
	d := &fakeDocker{t: t, dir: t.TempDir()}
	d.cache = filepath.Join(d.dir, "cache")
	script := "#!/bin/sh\ncd " + d.dir + "\necho \"$*\" >>asked\ncase \"$1\" in\nps) test \"$(cat containers)\" = '[]' || echo id;;\ninspect) cat containers;;\ncp) cat memory.tar 2>/dev/null || exit 1;;\nevents) cat events 2>/dev/null || exec sleep 600;;\nesac\n"
	if err := os.WriteFile(filepath.Join(d.dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	d.has(containers...)
	t.Setenv("XDG_CACHE_HOME", d.cache)
	t.Setenv("PATH", d.dir+":"+os.Getenv("PATH"))
	return d
}

func (d *fakeDocker) has(containers ...string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, "containers"), []byte("["+strings.Join(containers, ",")+"]"), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// reports makes docker events print this and end. Otherwise it prints nothing, and does not end.
func (d *fakeDocker) reports(events string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, "events"), []byte(events), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// remembers adds the file with the cluster's options to the containers, which makes the cluster complete.
func (d *fakeDocker) remembers(memory string) {
	d.t.Helper()
	var archive bytes.Buffer
	to := tar.NewWriter(&archive)
	err := to.WriteHeader(&tar.Header{Name: "gherkind-complete", Mode: 0o644, Size: int64(len(memory))})
	if err == nil {
		_, err = to.Write([]byte(memory))
	}
	if err = errors.Join(err, to.Close(), os.WriteFile(filepath.Join(d.dir, "memory.tar"), archive.Bytes(), 0o600)); err != nil {
		d.t.Fatal(err)
	}
}

// asked returns the recorded commands that start with the verb.
func (d *fakeDocker) asked(verb string) (commands []string) {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.dir, "asked"))
	if err != nil && !os.IsNotExist(err) {
		d.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, verb) {
			commands = append(commands, strings.TrimSpace(line))
		}
	}
	return commands
}

// nodeOf returns a node of a cluster of gherkind in the format of docker inspect.
func nodeOf(name, role, status string, running bool) string {
	return fmt.Sprintf(`{"Id": "ee10e8", "Name": "/%s-%s", "State": {"Status": %q, "Running": %t},
	  "Config": {"Image": "gherkind.local/cluster:ha-abc", "Labels": {"io.x-k8s.kind.cluster": %q, "io.x-k8s.kind.role": %q}}}`,
		name, role, status, running, name, role)
}

// otherRun starts another run on this machine that uses a cluster.
func otherRun(t *testing.T, id, cluster string) *inuse.Use {
	t.Helper()
	use, err := inuse.Begin(id, cluster)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := use.End(); err != nil {
			t.Error(err)
		}
	})
	return use
}
