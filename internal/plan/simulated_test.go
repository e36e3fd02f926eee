package plan

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Scenarios with simulated nodes run after the others, on the same cluster with the add-on.
func TestGroupsWithSimulatedNodes(t *testing.T) {
	groups := planOf("@simulated-nodes:20", "@L1", "@simulated-nodes:300 @addon:a", "@topology:ha @simulated-nodes:5").Groups(cluster.Options{Name: "x"})
	if len(groups) != 3 || names(groups[0]) != "@L1" || names(groups[1]) != "@simulated-nodes:20|@simulated-nodes:300 @addon:a" {
		t.Fatalf("got %+v", groups)
	}
	if g := groups[0]; g.Simulated != 0 || len(g.Cluster.AddOns) != 0 {
		t.Errorf("the other group has %d simulated nodes and the add-ons %v", g.Simulated, g.Cluster.AddOns)
	}
	if g := groups[1]; g.Simulated != 300 || g.Cluster.Name != "x" || !slices.Equal(g.Cluster.AddOns, []string{"kwok", "a"}) {
		t.Errorf("got %+v", g)
	}
	if g := groups[2]; g.Simulated != 5 || g.Cluster.Name != "x-ha" {
		t.Errorf("got %+v", g)
	}
	foreign := planOf("@simulated-nodes:20").Groups(cluster.Options{Context: "staging"})
	if err := foreign[0].Possible(); !errors.Is(err, ErrNotForeign) || !strings.HasPrefix(err.Error(), "@simulated-nodes:20 adds nodes, and gherkind changes only its own clusters") {
		t.Errorf("got %v", err)
	}
}

func problemsOf(feature string) string {
	_, err := Make(Options{FS: fstest.MapFS{"features/a.feature": {Data: []byte(feature)}}})
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestNumbersOfSimulatedNodes(t *testing.T) {
	for number, bad := range map[string]bool{"1": false, "500": false, "5000": false, "5001": true, "0": true, "-3": true, "many": true, "": true, "007": true, "1e3": true} {
		got := problemsOf("@simulated-nodes:" + number + "\nFeature: A\n  Scenario: B\n    Then configmap \"a\" exists\n")
		if bad != strings.Contains(got, "features/a.feature:1: @simulated-nodes:"+number+`: "`+number+`" is no number of nodes`) || !bad && got != "" {
			t.Errorf("%q: %s", number, got)
		}
		if bad && !strings.Contains(got, "write a number from 1 to 5000, such as @simulated-nodes:100") {
			t.Errorf("%q: no suggestion in %s", number, got)
		}
	}
}

// Pods on simulated nodes have no containers. A step that needs one is refused before the run.
func TestStepsThatSimulatedNodesCannotAnswer(t *testing.T) {
	const container, machine = "the step asks a container", "the step asks a machine"
	for step, want := range map[string]string{
		`Then pod "a" is Running`:                                                         "",
		`Then pod "a" is on node "simulated-3"`:                                           "",
		`When node "simulated-3" is cordoned`:                                             "",
		`Then running "ls" on node "worker" prints "x"`:                                   "",
		`Then service "a" has 2 ready endpoints`:                                          "",
		`Then the log of container "a" of pod "a" contains "x"`:                           container,
		`Then the previous log of container "a" of pod "a" contains exactly the line "x"`: container,
		`Then every pod of deployment "a" has logged "x"`:                                 container,
		`Then running "ls" in pod "a" prints "x"`:                                         container,
		`When "ls" is run in container "b" of pod "a"`:                                    container,
		`Then pod "a" answers HTTP 200 with "x" at "/" through a port-forward`:            container,
		`Then pod "a" accepts TCP connections on port 80 from pod "b"`:                    container,
		`Then service "a" answers HTTP 200 with "x" on its node port of every node`:       container,
		`Then running "ls" on node "simulated-3" prints "x"`:                              machine,
		`When node "simulated-3" is powered off`:                                          machine,
		`Then running "ls" on the node of pod "a" prints "x"`:                             machine,
		`Then the pause container of pod "a" is older than its other containers`:          machine,
	} {
		feature := "Feature: A\n  @simulated-nodes:5 @exclusive\n  Scenario: B\n    " + step + "\n  Scenario: C\n    " + strings.Replace(step, "simulated-3", "worker", 1) + "\n"
		got := problemsOf(feature)
		if want == "" && got != "" || want != "" && (!strings.Contains(got, "features/a.feature:4: "+want) || strings.Count(got, "simulated nodes have") != 1) {
			t.Errorf("%s: %s", step, got)
		}
	}
}

// Scenarios may use the simulated nodes up to the number in their tag.
func TestSimulatedNodesByName(t *testing.T) {
	tree := fstest.MapFS{"features/a.feature": {Data: []byte(`Feature: A
  @simulated-nodes:5 @node:simulated-5
  Scenario: B
    Then pod "a" is on node "simulated-1"
    And pod "a" is on node "simulated-6"
  Scenario: C
    Then pod "a" is on node "simulated-1"
`)}}
	p, err := Make(Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	err = p.CheckShapes(p.Groups(cluster.Options{}), nil)
	if err == nil || !strings.Contains(err.Error(), `a.feature:5: cluster gherkind has no node "simulated-6"`) ||
		!strings.Contains(err.Error(), `a.feature:7: cluster gherkind has no node "simulated-1"`) || !strings.Contains(err.Error(), "2 problems") {
		t.Errorf("got %v", err)
	}
}
