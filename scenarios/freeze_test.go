package scenarios_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

const heldWhileFrozen = `Feature: Frozen
  Scenario: a hold
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {level: low}
      """
    Then configmap "settings" has "low" at "{.data.level}" for 1s
`

const askedWhileFrozen = `Feature: Frozen
  Scenario: a wait that asks
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    Then the cluster accepts writes within 2s
`

// freezing freezes a cluster when the last step begins, and resumes it when that has ended.
type freezing struct {
	report.Listener

	*clustertest.Freezer
}

func (f freezing) StepStarted(s *report.Scenario, step *report.Step) {
	if step == s.Steps[len(s.Steps)-1] {
		f.Freeze()
	}
}

func (f freezing) StepFinished(*report.Scenario, *report.Step) { f.Thaw() }

// TestHoldWhileFrozen: a hold while the API server is frozen was not observed, so there is no verdict.
func TestHoldWhileFrozen(t *testing.T) {
	whileFrozen(t, heldWhileFrozen, "the watch of configmaps was behind")
}

// TestAskedWhileFrozen: there is none either for a wait that sends requests and gets no answer before the API server is resumed
// after its end.
func TestAskedWhileFrozen(t *testing.T) {
	whileFrozen(t, askedWhileFrozen, "the API server did not answer from ")
}

func whileFrozen(t *testing.T, text, says string) {
	t.Helper()
	onCluster(t)
	proving.Only(t, "the step waits for the API server for 15 seconds")
	behind, freezer := clustertest.Freezing(t, connected(t))
	for name, c := range map[string]struct {
		listeners []report.Listener
		want      report.Outcome
		says      string
	}{
		"well":   {nil, report.OutcomePassed, ""},
		"frozen": {[]report.Listener{freezing{reporttest.Multi(), freezer}}, report.OutcomeInfrastructure, says},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := scenarios.Run(t.Context(), scenarios.Options{
				FS: fstest.MapFS{"features/frozen.feature": {Data: []byte(text)}}, StateDir: t.TempDir(),
				Cluster: shared(t), Connected: behind, Listeners: c.listeners,
			})
			if err != nil {
				t.Fatal(err)
			}
			if s := result.Scenarios[0]; s.Outcome() != c.want || !strings.Contains(s.Err, c.says) {
				t.Errorf("%v, %q: %v", s.Outcome(), s.Err, s.Failure)
			}
		})
	}
}

// standIn is a container that replaces a node's, since others use the node.
func standIn(t *testing.T, node string) (container string) {
	t.Helper()
	image, err := docker.ImageOf(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	container = fmt.Sprintf("gherkind-test-down-%d", os.Getpid())
	if err := docker.Command("run", "--detach", "--name", container, "--entrypoint", "sleep", image, "600").Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := docker.Remove(context.WithoutCancel(t.Context()), container); err != nil {
			t.Error(err)
		}
	})
	return container
}

// TestANodeThatIsDown: docker's message that it could not run a command is not taken for the command's output.
func TestANodeThatIsDown(t *testing.T) {
	onCluster(t)
	const feature = `Feature: A command on a node
  Scenario: It prints
    Then running "echo seen" on node "worker3" prints "seen" within 3s
  Scenario: It fails
    Then running "exit 1; docker" on node "worker3" prints "paused" within 3s
`
	c := *connected(t)
	c.Nodes = slices.Clone(c.Nodes)
	last := &c.Nodes[len(c.Nodes)-1]
	last.Container = standIn(t, last.Container)
	if err := nodecontrol.Pause(t.Context(), &c, last.Name); err != nil {
		t.Fatal(err)
	}
	result, err := scenarios.Run(t.Context(), scenarios.Options{
		FS: fstest.MapFS{"features/down.feature": {Data: []byte(feature)}}, StateDir: t.TempDir(), Cluster: shared(t), Connected: &c,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range result.Scenarios {
		if s.Outcome() != report.OutcomeInfrastructure || !strings.Contains(s.Err, "is paused") {
			t.Errorf("%s: %v, %q: %v", s.Name, s.Outcome(), s.Err, s.Failure)
		}
	}
}
