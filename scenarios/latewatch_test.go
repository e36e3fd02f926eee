package scenarios_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
	"github.com/gherkind/gherkind/steps/world"
)

// The delays of the tests with late watches: that of a busy API server, and one that no check which does not wait for the
// watches can miss.
const (
	busyWatch = 300 * time.Millisecond
	slowWatch = 2 * time.Second
)

// rightAfter are checks right after an action. Each describes the state before the action, which no longer exists: in each row
// it must fail, however late the watches are.
const rightAfter = `Feature: Right after
  Scenario: a changed object
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {level: low}
      """
    And configmap "settings" has "low" at "{.data.level}"
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {level: high}
      """
    Then configmap "settings" has "low" at "{.data.level}" within 1ms

  Scenario: a new object, counted
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, labels: {app: web}}
      """
    Then there are 0 configmaps labelled "app=web" within 1ms

  Scenario: an object that a command on this machine has changed
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {level: low}
      """
    And configmap "settings" has "low" at "{.data.level}"
    When the command "$SET_LEVEL -test.run '^TestSetLevel$' high" is run on this machine
    Then configmap "settings" has "low" at "{.data.level}" within 1ms

  Scenario: a deleted object
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      """
    And configmap "settings" exists
    When configmap "settings" is deleted
    Then configmap "settings" exists within 1ms

  Scenario: a scaled workload
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 0
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            nodeSelector: {planet: mars}
            containers: [{name: web, image: busybox}]
      """
    And deployment "web" is rolled out
    When deployment "web" is scaled to 2 replicas
    Then deployment "web" is rolled out within 3s

  Scenario: a version that cannot be rolled out
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: busybox, command: [sleep, "600"]}]
      """
    And deployment "web" is rolled out
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}, annotations: {version: "2"}}
          spec:
            terminationGracePeriodSeconds: 1
            nodeSelector: {planet: mars}
            containers: [{name: web, image: busybox, command: [sleep, "600"]}]
      """
    Then deployment "web" is rolled out within 5s
`

// TestRightAfterAnAction: no check passes on the state from before its scenario's own action, without delay, with the watches
// of a busy API server, and with slow ones.
func TestRightAfterAnAction(t *testing.T) {
	onCluster(t)
	c := connected(t)
	t.Setenv(setLevel, os.Args[0])
	for _, delay := range []time.Duration{0, busyWatch, slowWatch} {
		t.Run(fmt.Sprint(delay), func(t *testing.T) {
			if delay == slowWatch {
				proving.Only(t, "each of its waits takes seconds")
			}
			behind, late := clustertest.LateWatch(t, c, delay)
			result, err := scenarios.Run(t.Context(), scenarios.Options{
				FS: fstest.MapFS{"features/right-after.feature": {Data: []byte(rightAfter)}}, StateDir: t.TempDir(),
				Cluster: shared(t), Connected: behind, AllowCommands: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			if late.Load() == 0 {
				t.Error("nothing passed the proxy")
			}
			for _, s := range result.Scenarios {
				last := s.Steps[len(s.Steps)-1]
				if s.Status != report.Failed || s.Err != "" || s.FailedStep() != last {
					t.Errorf("%s: %s %s, failure %v, want one at %q", s.Name, s.Status, s.Err, s.Failure, last.Text)
				}
			}
		})
	}
}

// setLevel names, for commands on this machine, this program.
const setLevel = "SET_LEVEL"

// TestSetLevel is such a command: it changes the ConfigMap "settings" as kubectl would.
func TestSetLevel(t *testing.T) {
	if os.Getenv(setLevel) == "" {
		t.Skip("a scenario of TestRightAfterAnAction runs it as a command")
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	change := []byte(`{"data": {"level": "` + flag.Arg(0) + `"}}`)
	if _, err := client.CoreV1().ConfigMaps(os.Getenv("NAMESPACE")).Patch(t.Context(), "settings", types.MergePatchType, change, metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
}

// TestLateWatches: the features have the same verdicts if the watches are late. It takes as long as the features.
func TestLateWatches(t *testing.T) {
	onCluster(t)
	proving.Only(t, "make prove runs all features behind late watches")
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	c := connected(t)
	for _, delay := range []time.Duration{busyWatch, slowWatch} {
		t.Run(fmt.Sprint(delay), func(t *testing.T) {
			behind, _ := clustertest.LateWatch(t, c, delay)
			scenariotest.Test(t, scenarios.Options{FS: tree, Tags: defaultTags(), Cluster: shared(t), Connected: behind, StateDir: t.TempDir()})
		})
	}
}

// TestLateIsTheClustersFault: if a watch does not show a write in time, there is no verdict on the scenario: neither failed nor
// passed.
func TestLateIsTheClustersFault(t *testing.T) {
	onCluster(t)
	behind, _ := clustertest.LateWatch(t, connected(t), slowWatch)
	timeouts := world.DefaultTimeouts()
	timeouts.Watch = slowWatch / 20
	result, err := scenarios.Run(t.Context(), scenarios.Options{
		FS: fstest.MapFS{"features/right-after.feature": {Data: []byte(rightAfter)}}, Paths: []string{"features/right-after.feature:2"},
		StateDir: t.TempDir(), Cluster: shared(t), Connected: behind, Timeouts: timeouts,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := result.Scenarios[0]
	if s.Outcome() != report.OutcomeInfrastructure || !strings.Contains(s.Err, "did not show it within") {
		t.Errorf("%v, %s: %v", s.Outcome(), s.Err, s.Failure)
	}
}

// TestLateTwins: the broken twins fail as they do without a delay. It takes as long as the twins.
func TestLateTwins(t *testing.T) {
	onCluster(t)
	proving.Only(t, "make prove runs all broken twins behind late watches")
	p, c := readProofs(t), connected(t)
	for _, delay := range []time.Duration{busyWatch, slowWatch} {
		t.Run(fmt.Sprint(delay), func(t *testing.T) {
			behind, _ := clustertest.LateWatch(t, c, delay)
			var jobs []schedule.Job
			for _, twin := range readTwins(t) {
				_, pickle := p.broken(t, twin)
				if tags.TopologyOf(pickle.Tags) != "" {
					continue
				}
				jobs = append(jobs, schedule.Job{Exclusive: tags.Has(pickle.Tags, tags.Exclusive), Locks: tags.Values(pickle.Tags, tags.Node), Run: func(context.Context) {
					t.Run(twin.name(), func(t *testing.T) {
						for _, problem := range verdictOf(twin, p.runTwin(t, behind, twin, twinTimeout+5*delay)) {
							t.Error(problem)
						}
					})
				}})
			}
			schedule.All(t.Context(), engine.DefaultLimits(), jobs)
		})
	}
}
