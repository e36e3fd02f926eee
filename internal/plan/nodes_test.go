package plan

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Nodes that the topology of a scenario will not have are found before a cluster is created or changed.
func TestUnknownNodes(t *testing.T) {
	feature := `Feature: Nodes
  @node:worker8 @node:workr2
  Scenario: Own
    Then pod "a" is on node "worker3"
    And no pod of deployment "b" was ever on node "worker9"

  @topology:ha
  Scenario: Of the other topology
    Then pod "a" is on node "control-plane3"
    And pod "a" is on node "gherkind-worker9"
    And pod "a" is on node "gherkind-ha-control-plane"
`
	tree := fstest.MapFS{"features/x.feature": {Data: []byte(feature)}}
	p, err := Make(Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	err = p.CheckShapes(p.Groups(cluster.Options{}), nil)
	want := `features/x.feature:2: cluster gherkind has no node "worker8"; it has control-plane, worker, worker2, worker3
features/x.feature:2: cluster gherkind has no node "workr2"; it has control-plane, worker, worker2, worker3; did you mean worker2?
features/x.feature:5: cluster gherkind has no node "worker9"; it has control-plane, worker, worker2, worker3
features/x.feature:10: cluster gherkind-ha has no node "gherkind-worker9"; it has control-plane, control-plane2, control-plane3, worker; did you mean worker?
4 problems; nothing was run`
	if usage, ok := errors.AsType[*UsageError](err); !ok || usage.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	connected := &cluster.Cluster{Name: "kind-x", Nodes: []cluster.Node{{Name: "x-worker3"}, {Name: "x-worker8"}, {Name: "x-worker9"}, {Name: "x-workr2"}}}
	if err := p.checkNodes(p.Groups(cluster.Options{Kubeconfig: "k"})[0], connected); err != nil {
		t.Errorf("on a cluster with these nodes: %v", err)
	}
	if err := p.CheckShapes(p.Groups(cluster.Options{Kubeconfig: "k"}), nil); err != nil {
		t.Errorf("before connecting to the cluster: %v", err)
	}
}
