package scenarios_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestConnected on the real cluster: a run that gets a running cluster does not try to bring one up, and so does not notice
// that it could not.
func TestConnected(t *testing.T) {
	onCluster(t)
	dir := folderWith(t, map[string]string{"features/here.feature": `Feature: Here
  Scenario: Something is here
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists
`})
	options := scenarios.Options{FS: os.DirFS(dir), Cluster: cluster.Options{Topology: "no-such"}, StateDir: t.TempDir()}
	if _, err := scenarios.Run(t.Context(), options); err == nil || !strings.Contains(err.Error(), "no-such") {
		t.Errorf("not connected, with a topology that does not exist: %v", err)
	}
	options.Connected = connected(t)
	result, err := scenarios.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if s := result.Scenarios[0]; s.Status != report.Passed {
		t.Errorf("connected: %s: %s", s.Status, s.Err)
	}
	if got := result.Cluster; got.Name != cluster.DefaultName || len(got.Images) != 0 {
		t.Errorf("connected: the report has the cluster %+v", got)
	}
}
