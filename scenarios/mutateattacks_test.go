package scenarios_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/operator"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/steps/world"
)

// attacked returns the report of a feature whose mutants are tried on the cluster.
func attacked(ctx context.Context, t *testing.T, feature string, m scenarios.MutateOptions) *scenarios.MutationReport {
	t.Helper()
	options := scenarios.Options{FS: tree.Files{"features/attacked.feature": []byte(feature)}, Cluster: shared(t), StateDir: t.TempDir(), Parallel: 8}
	r, err := scenarios.Mutate(ctx, options, m)
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range r.LeftOut {
		t.Errorf("left out: %+v", left)
	}
	return r
}

// onlyOperators selects operators of the catalogue.
func onlyOperators(t *testing.T, names ...string) scenarios.MutateOptions {
	t.Helper()
	operators, err := scenarios.MutationOperators(names...)
	if err != nil {
		t.Fatal(err)
	}
	return scenarios.MutateOptions{Operators: operators}
}

// watchNamespaces calls told for each change of a namespace of the scenarios whose names contain word, until the test ends.
func watchNamespaces(t *testing.T, word string, told func(client kubernetes.Interface, event apiwatch.EventType, ns *corev1.Namespace)) {
	t.Helper()
	client, err := kubernetes.NewForConfig(clustertest.Up(t).Config)
	if err != nil {
		t.Fatal(err)
	}
	watch, err := client.CoreV1().Namespaces().Watch(t.Context(), metav1.ListOptions{LabelSelector: world.LabelScenario})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for event := range watch.ResultChan() {
			if ns, is := event.Object.(*corev1.Namespace); is && strings.Contains(ns.Labels[world.LabelScenario], word) {
				told(client, event.Type, ns)
			}
		}
	}()
	t.Cleanup(func() {
		watch.Stop()
		<-done
	})
}

// coinTossed fails every second time: the test creates the coin in every second namespace.
const coinTossed = `Feature: A coin
  Scenario: Coin tossed
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {unused: "1"}
      """
    Then configmap "coin" exists within 20s
`

// TestAFlakyScenarioKillsNothing: it fails each time that a mutant is first tried with it, for a reason unrelated to the
// mutant.
func TestAFlakyScenarioKillsNothing(t *testing.T) {
	proving.Only(t, "each mutant runs twice")
	onCluster(t)
	tosses := 0
	watchNamespaces(t, "coin-tossed", func(client kubernetes.Interface, event apiwatch.EventType, ns *corev1.Namespace) {
		if event != apiwatch.Added || ns.DeletionTimestamp != nil {
			return
		}
		if tosses++; tosses%2 == 0 {
			return
		}
		coin := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "coin"}}
		if _, err := client.CoreV1().ConfigMaps(ns.Name).Create(t.Context(), coin, metav1.CreateOptions{}); err != nil {
			t.Error(err)
		}
	})
	if r := attacked(t.Context(), t, coinTossed, onlyOperators(t, "data-removed")); r.Score != (mutate.Score{Survived: 1}) {
		t.Errorf("%v after %d runs: %+v", r.Score, tosses, r.Mutants)
	}
	if tosses != 5 { // one unmodified; then it fails and passes, twice
		t.Errorf("it ran %d times, want 5", tosses)
	}
}

// aloneOrNot has two scenarios that use the same manifest: one is exclusive.
const aloneOrNot = `Feature: Alone
  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {one: "1", two: "2", three: "3", four: "4"}
      """

  @exclusive
  Scenario: Exclusively alone
    Then configmap "settings" exists

  Scenario: Exclusively not
    Then configmap "settings" exists
`

// TestNoMutantIsTriedBesideAnExclusiveScenario watches the namespaces: while that of an exclusive one exists, it is the only
// one.
func TestNoMutantIsTriedBesideAnExclusiveScenario(t *testing.T) {
	proving.Only(t, "its scenarios run one after another")
	onCluster(t)
	now, most := map[string]bool{}, 0 // the existing namespaces, and whether they belong to the exclusive scenario
	watchNamespaces(t, "exclusively", func(_ kubernetes.Interface, event apiwatch.EventType, ns *corev1.Namespace) {
		if event == apiwatch.Deleted || ns.DeletionTimestamp != nil {
			delete(now, ns.Name)
			return
		}
		now[ns.Name] = strings.Contains(ns.Labels[world.LabelScenario], "alone")
		most = max(most, len(now))
		for name, alone := range now {
			if alone && len(now) > 1 {
				t.Errorf("beside the exclusive scenario in %s: %v", name, now)
			}
		}
	})
	if r := attacked(t.Context(), t, aloneOrNot, onlyOperators(t, "data-*")); r.Score.Survived < 8 || r.Score.All() != r.Score.Survived {
		t.Errorf("%v: %+v", r.Score, r.Mutants)
	}
	if most < 2 {
		t.Error("nothing ran in parallel, so this test proves nothing")
	}
}

// held gets an object that cannot be deleted, and work that never ends, each from a mutant.
const held = `Feature: Without an end
  Scenario: Without an end
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: work}
      spec:
        template:
          spec:
            terminationGracePeriodSeconds: 1
            restartPolicy: Never
            containers: [{name: work, image: busybox, command: [sh, -c, "exit 0"]}]
      """
    Then configmap "settings" exists
    And job "work" has the condition "Complete" within 15m
`

// withoutEnd are user-defined operators.
func withoutEnd() []scenarios.MutationOperator {
	command := []any{"spec", "template", "spec", "containers", 0, "command"}
	return []scenarios.MutationOperator{
		{Name: "finalizer-added", Kinds: []string{"ConfigMap"}, Find: func(*operator.Object) []operator.Change {
			path := []any{"metadata", "finalizers"}
			return []operator.Change{{Says: "a finalizer that nobody removes", Path: []any{"metadata"}, Edits: []operator.Edit{{Path: path, Op: operator.Add, Value: []any{"gherkind.test/held"}}}}}
		}},
		{Name: "never-ends", Kinds: []string{"Job"}, Find: func(*operator.Object) []operator.Change {
			value := []any{"sh", "-c", "trap '' TERM; while true; do sleep 1; done"}
			return []operator.Change{{Says: "it never ends", Path: command, Edits: []operator.Edit{{Path: command, Op: operator.Set, Value: value}}}}
		}},
	}
}

// TestMutantsWithoutAnEndAreBounded: their verdicts are known long before the scenario itself would time out, and their
// namespaces are deleted.
func TestMutantsWithoutAnEndAreBounded(t *testing.T) {
	proving.Only(t, "a mutant without an end takes a minute")
	onCluster(t)
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute) // the scenario would wait for 15
	defer stop()
	gone := make(chan string, 100)
	made := map[string]bool{}
	watchNamespaces(t, "without-an-end", func(_ kubernetes.Interface, event apiwatch.EventType, ns *corev1.Namespace) {
		if made[ns.Name] = true; event == apiwatch.Deleted {
			gone <- ns.Name
		}
	})
	r := attacked(ctx, t, held, scenarios.MutateOptions{Operators: withoutEnd()})
	if r.Score != (mutate.Score{Survived: 1, Killed: 1}) {
		t.Errorf("%v: %+v", r.Score, r.Mutants)
	}
	for runs := 4; runs > 0; runs-- { // one unmodified, two of the survivor, one of the other
		select {
		case <-gone:
		case <-ctx.Done():
			t.Fatalf("%d namespaces are left", runs)
		}
	}
}

// nodeHangs leaves a node frozen if its last action is left out. The other scenario needs that node.
const nodeHangs = `Feature: A node hangs
  @exclusive @node:worker3
  Scenario: Node hangs, and wakes up
    When node "worker3" is frozen
    Then node "worker3" is not ready within 3m
    When node "worker3" is powered on
    Then node "worker3" is ready within 3m

  @node:worker3
  Scenario: Node takes a pod
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        terminationGracePeriodSeconds: 1
        nodeSelector: {kubernetes.io/hostname: worker3}
        containers: [{name: web, image: nginx}]
      """
    Then pod "web" is ready
    And pod "web" is on node "worker3"
`

// TestAMutantThatHangsANodeIsUndone: the node works again for the mutants after it.
func TestAMutantThatHangsANodeIsUndone(t *testing.T) {
	proving.Only(t, "a node that hangs is noticed after 40 seconds, each time")
	onCluster(t)
	m := onlyOperators(t, "image-missing", "node-selector-removed")
	m.Steps = true
	r := attacked(t.Context(), t, nodeHangs, m)
	left := 0
	for _, e := range r.Mutants {
		if e.Operator == mutate.StepLeftOut {
			left++
		}
		if e.Verdict != mutate.Killed && e.Operator != "node-selector-removed" { // without it, the scheduler chooses
			t.Errorf("%s: %s", e.Verdict, e.Sentence())
		}
	}
	if left != 3 || r.Score.Undecided+r.Score.Untried > 0 {
		t.Errorf("%d actions were left out, want 3; %v", left, r.Score)
	}
}

// TestAManifestOfFortyScenarios: the scenario that notices is reported, and a survivor has passed in all of them.
func TestAManifestOfFortyScenarios(t *testing.T) {
	proving.Only(t, "it runs some hundreds of scenarios")
	onCluster(t)
	var feature strings.Builder
	feature.WriteString(`Feature: Many
  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {of07: "1", of23: "1", of40: "1", unused: "1"}
      """
`)
	for n := 1; n <= 40; n++ {
		fmt.Fprintf(&feature, "\n  Scenario: Number %02d\n    Then configmap \"settings\" exists\n", n)
		if n == 7 || n == 23 || n == 40 {
			fmt.Fprintf(&feature, "    And configmap \"settings\" has \"1\" at \"{.data.of%02d}\" within 3s\n", n)
		}
	}
	r := attacked(t.Context(), t, feature.String(), onlyOperators(t, "data-removed"))
	if r.Score != (mutate.Score{Killed: 3, Survived: 1}) {
		t.Errorf("%v", r.Score)
	}
	for _, e := range r.Mutants {
		if len(e.Scenarios) != 40 || e.Once {
			t.Errorf("%d scenarios use the manifest: %s", len(e.Scenarios), e.Sentence())
		}
		if e.Verdict == mutate.Survived && !strings.Contains(e.Says, "unused") {
			t.Error(e.Sentence())
		}
		if e.By != nil && !strings.Contains(e.Says, "of"+strings.TrimPrefix(e.By.Name, "Number ")) {
			t.Error(e.Sentence())
		}
	}
}
