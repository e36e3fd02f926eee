package scenarios_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// tries has a scenario that depends on something that may be fixed between the attempts, one that nothing fixes, and one that
// passes at once.
const tries = `Feature: Tries
  Scenario: Mended meanwhile
    Given the manifest "own.yaml" is applied
    Then configmap "wanted" exists within 1s

  Scenario: Never mended
    Then pod "absent" is Running within 1s

  Scenario: Well from the start
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists
`

const ownManifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\n"

// between does something before scenarios are retried, and something when the first step starts.
type between struct {
	report.Listener
	retried, started func(*report.Scenario)
	finished         []string
}

func (b *between) ScenarioRetried(s, _ *report.Scenario) { b.retried(s) }
func (b *between) ScenarioStarted(s *report.Scenario)    { b.started(s) }
func (b *between) ScenarioFinished(s *report.Scenario)   { b.finished = append(b.finished, s.Name) }

func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestRetry on the real cluster: flaky scenarios are distinguished from broken ones.
func TestRetry(t *testing.T) {
	onCluster(t)
	dir := folderWith(t, map[string]string{
		"features/tries.feature": strings.Replace(tries, `configmap "wanted" exists within 1s`, `node "worker2" has "yes" at "{.metadata.labels.gherkind-retry}" within 1s`, 1),
		"manifests/own.yaml":     strings.ReplaceAll(ownManifest, "NAME", "other"),
	})
	labelled := nodeLabel(t, "gherkind-retry")
	b := &between{Listener: reporttest.Multi(), started: func(*report.Scenario) {}, retried: func(*report.Scenario) { labelled("yes") }}
	result := decided(t, func() (*report.Run, error) {
		labelled("")
		b.finished = nil
		return scenarios.Run(t.Context(), scenarios.Options{
			FS: os.DirFS(dir), Cluster: shared(t), StateDir: t.TempDir(), Retry: 2, Listeners: []report.Listener{b},
		})
	})
	mended, never, well := result.Scenarios[0], result.Scenarios[1], result.Scenarios[2]
	for s, want := range map[*report.Scenario]string{
		mended: "flaky: passed at attempt 2, after FAILED in line 4",
		never:  "real: failed at each of 3 attempts, with POD_MISSING in line 7 each time", well: "",
	} {
		if got := s.Comparison(); got != want {
			t.Errorf("%s: %q, want %q", s.Name, got, want)
		}
	}
	if len(b.finished) != 3 || b.finished[0] != well.Name || result.Passed() || result.Counts()[report.OutcomeFlaky] != 1 {
		t.Errorf("finished %v, counts %v", b.finished, result.Counts())
	}
	first := mended.Earlier[0]
	if first.Namespaces[""] == mended.Namespaces[""] || first.Namespaces[""] == "" {
		t.Errorf("the namespaces are %v and %v", first.Namespaces, mended.Namespaces)
	}
	if !first.Ended.Before(mended.Started) || well.Ended.After(mended.Started) {
		t.Error("it was not tried again after the others")
	}
	folders := map[string]bool{}
	for _, a := range append(never.Attempts(), first) {
		folders[a.Bundle] = true
		if _, err := os.Stat(filepath.Join(a.Bundle, "timeline.txt")); err != nil {
			t.Error(err)
		}
	}
	if len(folders) != 4 {
		t.Errorf("the evidence of 4 attempts is in %v", folders)
	}
}

// decided returns the result of a run in which each attempt has a verdict. On a machine without spare CPU, a wait of one second
// may have none, and the run says so: then it is repeated.
func decided(t *testing.T, run func() (*report.Run, error)) *report.Run {
	t.Helper()
	for range 5 {
		result, err := run()
		if err != nil || result.Err != "" {
			t.Fatal(err, result)
		}
		undecided := slices.ContainsFunc(result.Scenarios, func(s *report.Scenario) bool {
			return slices.ContainsFunc(s.Attempts(), func(a *report.Scenario) bool { return a.Err != "" })
		})
		if !undecided {
			return result
		}
		t.Log("this machine was too busy for a verdict: it runs again")
	}
	t.Skip("this machine is too busy: no run of five was decided")
	return nil
}

// nodeLabel labels node worker2 until the test ends, like somebody outside of all scenarios.
func nodeLabel(t *testing.T, key string) (set func(value string)) {
	t.Helper()
	c := clustertest.Up(t)
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	patch := func(value string) {
		body := `{"metadata":{"labels":{"` + key + `":` + value + `}}}`
		_, err := client.CoreV1().Nodes().Patch(context.WithoutCancel(t.Context()), c.Name+"-worker2", types.MergePatchType, []byte(body), metav1.PatchOptions{})
		if err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() { patch("null") })
	return func(value string) { patch(strconv.Quote(value)) }
}

// TestRetryKnowsTheCluster: an API server that is unreachable during an attempt makes nothing flaky, not even a scenario that
// locks a node, as long as the scenario stops none.
func TestRetryKnowsTheCluster(t *testing.T) {
	onCluster(t)
	road := openRoad(t, clustertest.Up(t))
	dir := folderWith(t, map[string]string{
		"features/tries.feature": strings.Replace(tries, "  Scenario: Mended", "  @node:worker2\n  Scenario: Mended", 1),
		"manifests/own.yaml":     strings.ReplaceAll(ownManifest, "NAME", "wanted"),
	})
	b := &between{
		Listener: reporttest.Multi(),
		started: func(s *report.Scenario) {
			if len(s.Earlier) == 0 {
				road.close()
			}
		},
		retried: func(*report.Scenario) { road.open() },
	}
	result, err := scenarios.Run(t.Context(), scenarios.Options{
		FS: os.DirFS(dir), Paths: []string{"features/tries.feature:3"}, Cluster: cluster.Options{Kubeconfig: road.kubeconfig},
		StateDir: t.TempDir(), Retry: 1, FlakyFails: true, Listeners: []report.Listener{b},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := result.Scenarios[0]
	if got := s.Comparison(); got != "infrastructure: passed at attempt 2, after the host and the cluster had recovered" || !result.Passed() {
		t.Errorf("%q, %s", got, s.Err)
	}
	if first := s.Earlier[0]; first.Outcome() != report.OutcomeInfrastructure || !strings.Contains(first.Err, "could not be reached") {
		t.Errorf("the first attempt: %s", first.Err)
	}
}
