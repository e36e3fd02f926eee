package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// machine puts a docker command into the PATH that reports the machine of node w2 in this state.
func machine(t *testing.T, state string) {
	t.Helper()
	dir := t.TempDir()
	list := fmt.Sprintf(`[{"Name": "/c-w2", "State": %s, "Config": {"Labels": {"%s": "c", "%s": "worker"}}}]`, state, docker.ClusterLabel, docker.RoleLabel)
	script := "#!/bin/sh\n[ $1 = ps ] && echo one && exit\ncat <<'END'\n" + list + "\nEND\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// TestAMachineThatWasAwayFromAPod: a failure in a pod is infrastructure if Docker says that the machine of a node was down meanwhile,
// for too short a time for its Ready condition. What passed, what needs no node, and what had locked the node stays as it is.
func TestAMachineThatWasAwayFromAPod(t *testing.T) {
	const (
		runs      = `{"Status": "running", "Running": true, "StartedAt": "2026-01-01T09:00:00Z"}`
		restarted = `{"Status": "running", "Running": true, "StartedAt": "2026-01-01T10:00:20Z", "FinishedAt": "2026-01-01T10:00:10Z"}`
		later     = `{"Status": "exited", "StartedAt": "2026-01-01T09:00:00Z", "FinishedAt": "2026-01-01T10:01:10Z"}`
	)
	began := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	pods, isReady, hasData := []report.Lane{{Kind: "Pod", Name: "web"}}, `pod "web" is ready`, `configmap "a" has "1" at "{.data.a}"`
	for name, c := range map[string]struct {
		state, step string
		lanes       []report.Lane
		change      func(*report.Scenario)
		setUp       *gherkin.Pickle
		lost        bool
	}{
		"it ran":                               {state: runs, step: isReady, lanes: pods},
		"it was restarted":                     {state: restarted, step: isReady, lanes: pods, lost: true},
		"it was stopped after the scenario":    {state: later, step: isReady, lanes: pods},
		"the scenario passed":                  {state: restarted, step: isReady, lanes: pods, change: func(s *report.Scenario) { s.Status, s.Steps[0].Status = report.Passed, report.Passed }},
		"it is infrastructure already":         {state: restarted, step: isReady, lanes: pods, change: func(s *report.Scenario) { s.Err = "the API server was away" }},
		"the scenario has locked it":           {state: restarted, step: isReady, lanes: pods, change: func(s *report.Scenario) { s.Tags = []string{"@node:w2"} }},
		"the scenario has no pods":             {state: restarted, step: hasData},
		"no pods, but the step is about nodes": {state: restarted, step: `node "w2" is ready`, lost: true},
		"no pods, but there is a set-up":       {state: restarted, step: hasData, setUp: &gherkin.Pickle{}, lost: true},
	} {
		t.Run(name, func(t *testing.T) {
			machine(t, c.state)
			r := &runner{plan: &plan.Plan{SetUp: c.setUp}, session: &session{run: &world.Run{Nodes: allNodes{}}, cluster: &cluster.Cluster{Name: "c", Nodes: []cluster.Node{{Name: "w2", Container: "c-w2"}}}}}
			s := &report.Scenario{Status: report.Failed, Started: began, Ended: began.Add(time.Minute), Lanes: c.lanes, Steps: []*report.Step{{Text: c.step, Status: report.Failed}}}
			if c.change != nil {
				c.change(s)
			}
			err := r.machineAwayFromPod(t.Context(), s)
			want := ""
			if c.lost {
				want = "node w2: its machine was started again at " + began.Add(20*time.Second).Local().Format(time.TimeOnly) +
					", and this scenario did not do that, so its failure is inconclusive"
			}
			if got := fmt.Sprint(err); err == nil && want != "" || err != nil && got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
