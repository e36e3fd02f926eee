package images

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// machine puts a docker command into the PATH that reports one machine, whose state set changes.
func machine(t *testing.T) (set func(state string)) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	state := filepath.Join(dir, "state")
	script := fmt.Sprintf("#!/bin/sh\n[ $1 = ps ] && echo one && exit\necho '[{\"Name\": \"/c-worker\", \"Config\": {\"Labels\": {\"%s\": \"c\", \"%s\": \"worker\"}}, \"State\": '; cat %s; echo '}]'\n",
		docker.ClusterLabel, docker.RoleLabel, state)
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	return func(now string) {
		t.Helper()
		if err := os.WriteFile(state, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestANodeThatIsStoppedIsLoadedLater: an image is loaded into a node once its machine works, which a scenario of another run may
// have stopped. A failure of a machine that was running all the time is final.
func TestANodeThatIsStoppedIsLoadedLater(t *testing.T) {
	const (
		runs    = `{"Status": "running", "Running": true, "StartedAt": "2026-01-01T10:00:00Z"}`
		stopped = `{"Status": "exited", "StartedAt": "2026-01-01T10:00:00Z"}`
		paused  = `{"Status": "paused", "Running": true, "StartedAt": "2026-01-01T10:00:00Z"}`
	)
	failed := errors.New("the load failed")
	started := fmt.Sprintf(`{"Status": "running", "Running": true, "StartedAt": %q}`, time.Now().Add(time.Hour).Format(time.RFC3339))
	for name, c := range map[string]struct {
		states []string // the state of the machine during each attempt; the last one succeeds, unless fails
		fails  bool
	}{
		"it runs":                              {[]string{runs}, false},
		"it runs, and the load fails":          {[]string{runs}, true},
		"it is stopped, and starts":            {[]string{stopped, stopped, started}, false},
		"it is paused, and goes on":            {[]string{paused, runs}, false},
		"it was started just now":              {[]string{started, started}, false},
		"it goes on after a pause, with fault": {[]string{paused, runs}, true},
	} {
		t.Run(name, func(t *testing.T) {
			set := machine(t)
			attempts := 0
			err := onNode(t.Context(), "c-worker", func() error {
				set(c.states[min(attempts, len(c.states)-1)])
				attempts++
				if attempts == len(c.states) && !c.fails {
					return nil
				}
				return failed
			})
			if (err != nil) != c.fails || c.fails && !errors.Is(err, failed) || attempts != len(c.states) {
				t.Errorf("%v after %d attempts", err, attempts)
			}
		})
	}
}
