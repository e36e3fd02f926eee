package scenarios_test

import (
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

const halfProven = `Feature: Settings
  Scenario: One of two settings is proven
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data:
        proven: "1"
        illustration: "2"
      """
    When the manifest "more.yaml" is applied
    Then configmap "settings" has "1" at "{.data.proven}"
`

// TestMutateFindsWhatNoScenarioNotices breaks the data of a ConfigMap: one value is asserted, the other is not. The scenario
// never checks what its action creates.
func TestMutateFindsWhatNoScenarioNotices(t *testing.T) {
	onCluster(t)
	files := tree.Files{
		"features/settings.feature": []byte(halfProven),
		"manifests/more.yaml":       []byte("{apiVersion: v1, kind: ConfigMap, metadata: {name: more}}\n"),
	}
	operators, err := scenarios.MutationOperators("data-*")
	if err != nil {
		t.Fatal(err)
	}
	timeouts := world.DefaultTimeouts()
	timeouts.Step = 8 * time.Second // the asserted state is reached at once, or never
	options := scenarios.Options{FS: files, Cluster: shared(t), StateDir: t.TempDir(), Timeouts: timeouts}
	ran := false
	m := scenarios.MutateOptions{Operators: operators, Steps: true, Progress: func(p scenarios.MutationProgress) { ran = ran || p.Running > 0 }}
	r, err := scenarios.Mutate(t.Context(), options, m)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.LeftOut) > 0 || r.Score.Untried+r.Score.Undecided > 0 || r.Score.Killed == 0 {
		t.Errorf("%v; left out: %+v", r.Score, r.LeftOut)
	}
	for _, e := range r.Mutants {
		want := mutate.Survived
		if strings.Contains(e.Says, "key proven ") {
			want = mutate.Killed
		}
		if e.Verdict != want {
			t.Errorf("%s:%d: %s: %s, want %s", e.File, e.Line, e.Sentence(), e.Verdict, want)
		}
	}
	if last := r.Of(mutate.Survived); len(last) == 0 || last[len(last)-1].Operator != mutate.StepLeftOut {
		t.Errorf("the action that changes nothing did not survive: %+v", last)
	}
	ran = false
	again, err := scenarios.Mutate(t.Context(), options, m)
	if err != nil {
		t.Fatal(err)
	}
	if ran || again.Score != r.Score {
		t.Errorf("a second time, scenarios ran: %v; %v, then %v", ran, r.Score, again.Score)
	}
}

// TestMutantsAreListedWithoutACluster: there is no cluster of this name.
func TestMutantsAreListedWithoutACluster(t *testing.T) {
	files := tree.Files{
		"features/settings.feature": []byte(halfProven),
		"manifests/more.yaml":       []byte("{apiVersion: v1, kind: ConfigMap, metadata: {name: more}}\n"),
	}
	options := scenarios.Options{FS: files, Cluster: cluster.Options{Name: "none-such"}, StateDir: t.TempDir()}
	r, err := scenarios.Mutate(t.Context(), options, scenarios.MutateOptions{List: true})
	if err != nil || !r.Listed || r.Score.Untried == 0 || r.Score.All() != r.Score.Untried {
		t.Errorf("%+v, %v", r, err)
	}
}

// clusterScoped creates an object that all namespaces share, so that its mutants must wait for each other.
const clusterScoped = `Feature: Priorities
  @exclusive
  Scenario: A pod has the priority of its class
    Given this manifest is applied:
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: gherkind-mutated}
      value: 1000
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        priorityClassName: gherkind-mutated
        containers: [{name: web, image: nginx}]
      """
    Then pod "web" has "1000" at "{.spec.priority}"
`

// TestMutationsSideBySide break the same cluster-scoped object on one cluster: each has its own verdicts, and nothing is left
// behind.
func TestMutationsSideBySide(t *testing.T) {
	proving.Only(t, "a mutant that is noticed has waited for 20 seconds")
	onCluster(t)
	operators, err := scenarios.MutationOperators("priority-*")
	if err != nil {
		t.Fatal(err)
	}
	reports := make(chan *scenarios.MutationReport)
	for range 2 {
		options := scenarios.Options{FS: tree.Files{"features/priorities.feature": []byte(clusterScoped)}, Cluster: shared(t), StateDir: t.TempDir()}
		go func() {
			r, err := scenarios.Mutate(t.Context(), options, scenarios.MutateOptions{Operators: operators})
			if err != nil {
				t.Error(err)
			}
			reports <- r
		}()
	}
	for range 2 {
		if r := <-reports; r == nil || r.Score != (mutate.Score{Killed: 2}) {
			t.Errorf("%+v", r)
		}
	}
	client, err := kubernetes.NewForConfig(clustertest.Up(t).Config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.SchedulingV1().PriorityClasses().Get(t.Context(), "gherkind-mutated", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("the class is left: %v", err)
	}
}
