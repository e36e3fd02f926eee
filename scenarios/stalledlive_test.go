package scenarios_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestStalledControlPlane: while the scheduler hangs, a wait that times out is the cluster's fault, and another failure is not.
func TestStalledControlPlane(t *testing.T) {
	onCluster(t)
	proving.Only(t, "the wait is longer than a Lease lives")
	const feature = `Feature: A pod
  Scenario: It runs
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: busybox, command: [sleep, "1000"]}]}
      """
    Then deployment "web" is rolled out within 20s
  Scenario: It is refused
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, labels: {level: not a label}}
      """
`
	c := connected(t)
	signal(t.Context(), t, c, "STOP", "kube-scheduler")
	t.Cleanup(func() { signal(context.WithoutCancel(t.Context()), t, c, "CONT", "kube-scheduler") })
	result, err := scenarios.Run(t.Context(), scenarios.Options{
		FS: fstest.MapFS{"features/stalled.feature": {Data: []byte(feature)}}, StateDir: t.TempDir(), Cluster: shared(t), Connected: c,
	})
	if err != nil {
		t.Fatal(err)
	}
	runs, refused := result.Scenarios[0], result.Scenarios[1]
	if runs.Outcome() != report.OutcomeInfrastructure || !strings.Contains(runs.Err, "kube-scheduler does not act") {
		t.Errorf("%s: %v, %q: %v", runs.Name, runs.Outcome(), runs.Err, runs.Failure)
	}
	if refused.Outcome() != report.OutcomeFailed {
		t.Errorf("%s: %v, %q: %v", refused.Name, refused.Outcome(), refused.Err, refused.Failure)
	}
}

// signal sends a signal to a component of the control plane.
func signal(ctx context.Context, t *testing.T, c *cluster.Cluster, name, component string) {
	t.Helper()
	command := []string{"sh", "-c", "kill -" + name + " $(pidof " + component + ")"}
	if out, code, err := nodecontrol.Exec(ctx, c, c.Name+"-control-plane", command); err != nil || code != 0 {
		t.Fatalf("%s %s: exit code %d, %v: %s", name, component, code, err, out)
	}
}
