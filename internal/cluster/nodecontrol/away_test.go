package nodecontrol

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// machinesOf puts a docker command into the PATH that reports the machines of two nodes, the second one in the given state.
func machinesOf(t *testing.T, state string) {
	t.Helper()
	dir := t.TempDir()
	container := func(name, state string) string {
		return fmt.Sprintf(`{"Name": "/%s", "State": %s, "Config": {"Labels": {"%s": "c", "%s": "worker"}}}`, name, state, docker.ClusterLabel, docker.RoleLabel)
	}
	const runs = `{"Status": "running", "Running": true, "StartedAt": "2026-01-01T10:00:00Z"}`
	list := "[" + container("c-w1", runs)
	if state != "" {
		list += ", " + container("c-w2", state)
	}
	script := "#!/bin/sh\n[ $1 = ps ] && echo one two && exit\ncat <<'END'\n" + list + "]\nEND\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// TestAway: a node is away if its machine is stopped, paused or removed, or was started again.
func TestAway(t *testing.T) {
	since := time.Date(2026, 1, 1, 11, 0, 0, 0, time.UTC)
	c := &cluster.Cluster{Name: "c", Nodes: []cluster.Node{{Name: "w1", Container: "c-w1"}, {Name: "w2", Container: "c-w2"}}}
	local := since.Add(time.Hour).Local().Format(time.TimeOnly)
	for name, test := range map[string]struct {
		state string
		nodes []string
		want  string
	}{
		"all run":                    {`{"Status": "running", "Running": true, "StartedAt": "2026-01-01T10:00:00Z"}`, []string{"w1", "w2"}, ""},
		"one is stopped":             {`{"Status": "exited", "StartedAt": "2026-01-01T10:00:00Z"}`, []string{"w1", "w2"}, "w2: its machine is exited"},
		"one is frozen":              {`{"Status": "paused", "Running": true, "StartedAt": "2026-01-01T10:00:00Z"}`, []string{"w1", "w2"}, "w2: its machine is paused"},
		"one was started again":      {`{"Status": "running", "Running": true, "StartedAt": "2026-01-01T12:00:00Z"}`, []string{"w1", "w2"}, "w2: its machine was started again at " + local},
		"one is gone":                {"", []string{"w1", "w2"}, "w2: its machine does not exist any more"},
		"one was stopped afterwards": {`{"Status": "exited", "StartedAt": "2026-01-01T10:00:00Z", "FinishedAt": "2026-01-01T13:30:00Z"}`, []string{"w1", "w2"}, ""},
		"one was restarted afterwards": {
			`{"Status": "running", "Running": true, "StartedAt": "2026-01-01T13:31:00Z", "FinishedAt": "2026-01-01T13:30:00Z"}`, []string{"w1", "w2"}, "",
		},
		"one was stopped within, and started afterwards": {
			`{"Status": "running", "Running": true, "StartedAt": "2026-01-01T13:31:00Z", "FinishedAt": "2026-01-01T12:59:00Z"}`, []string{"w1", "w2"},
			"w2: its machine was started again at " + since.Add(151*time.Minute).Local().Format(time.TimeOnly),
		},
		"one is frozen that was restarted before": {
			`{"Status": "paused", "Running": true, "StartedAt": "2026-01-01T10:00:00Z", "FinishedAt": "2026-01-01T09:59:00Z"}`, []string{"w1", "w2"},
			"w2: its machine is paused",
		},
		"one that is not asked of": {`{"Status": "exited", "StartedAt": "2026-01-01T10:00:00Z"}`, []string{"w1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			machinesOf(t, test.state)
			node, how, err := Away(t.Context(), c, test.nodes, since, since.Add(2*time.Hour))
			if got := strings.Trim(node+": "+how, ": "); err != nil || got != test.want {
				t.Errorf("%q, %v, want %q", got, err, test.want)
			}
		})
	}
}

// TestAwayWithoutMachines: Docker is not asked about nodes that have no container.
func TestAwayWithoutMachines(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	c := &cluster.Cluster{Name: "c", Nodes: []cluster.Node{{Name: "w1"}}}
	if node, how, err := Away(t.Context(), c, []string{"w1"}, time.Now(), time.Now()); err != nil || node != "" {
		t.Errorf("%s: %s, %v", node, how, err)
	}
}
