package scenarios

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

func TestNodeNamed(t *testing.T) {
	own := []cluster.Node{{Name: "gk-control-plane", Role: "control-plane"}, {Name: "gk-worker", Role: "worker"}, {Name: "gk-worker2", Role: "worker"}}
	cloud := []cluster.Node{
		{Name: "ip-10-0-1-5.ec2.internal", Role: "worker", Hostname: "ip-10-0-1-5"},
		{Name: "prod-eu-worker3", Role: "worker", Hostname: "prod-eu-worker3"},
		{Name: "pool.a", Role: "worker", Hostname: "blade-worker7"},
		{Name: "boss", Role: "control-plane"},
	}
	twins := []cluster.Node{{Name: "a-worker3", Role: "worker"}, {Name: "b-worker3", Role: "worker"}, {Name: "m1", Role: "control-plane"}, {Name: "m2", Role: "control-plane"}}
	for _, c := range []struct {
		cluster     string
		nodes       []cluster.Node
		short, want string
		err         string
	}{
		{"gk", own, "worker2", "gk-worker2", ""},
		{"gk", own, "worker", "gk-worker", ""},
		{"gk", own, "control-plane", "gk-control-plane", ""},
		{"kind-gk", own, "worker", "gk-worker", ""},
		{"kind-gk", own, "control-plane", "gk-control-plane", ""},
		{"gk", own, "gk-worker", "gk-worker", ""},
		{"gk", own, "worker9", "", `cluster gk has no node "worker9"; it has control-plane, worker, worker2`},
		{"gk", own, "workr2", "", `it has control-plane, worker, worker2; did you mean worker2?`},
		{"gk", own, "gk-workr2", "", "did you mean worker2?"},
		{"gk", own, "contrl-plane", "", "did you mean control-plane?"},
		{"gk", own[:1], "", "", `cluster gk has no node "";`},
		{"gk", own, "orker", "", "has no node"},
		{"eu", cloud, "ip-10-0-1-5", "ip-10-0-1-5.ec2.internal", ""},
		{"eu", cloud, "worker3", "prod-eu-worker3", ""},
		{"eu", cloud, "worker7", "pool.a", ""},
		{"eu", cloud, "control-plane", "boss", ""},
		{"eu", cloud, "worker", "", `node "worker" may be ip-10-0-1-5.ec2.internal, prod-eu-worker3 or pool.a: write the whole name`},
		{"x", twins, "worker3", "", `node "worker3" may be a-worker3 or b-worker3: write the whole name`},
		{"x", twins, "control-plane", "", `node "control-plane" may be m1 or m2: write the whole name`},
		{"a", twins, "worker3", "a-worker3", ""},
	} {
		got, err := nodeNamed(c.cluster, c.nodes, c.short)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s in %s: %q, %v; want %q, %q", c.short, c.cluster, got, err, c.want, c.err)
		}
	}
}

// Nodes that the topology of a scenario will not have are found before anything is touched.
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
	p, err := makePlan(Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	err = p.checkShapes(p.groups(cluster.Options{}), nil)
	want := `features/x.feature:2: cluster gherkind has no node "worker8"; it has control-plane, worker, worker2, worker3
features/x.feature:2: cluster gherkind has no node "workr2"; it has control-plane, worker, worker2, worker3; did you mean worker2?
features/x.feature:5: cluster gherkind has no node "worker9"; it has control-plane, worker, worker2, worker3
features/x.feature:10: cluster gherkind-ha has no node "gherkind-worker9"; it has control-plane, control-plane2, control-plane3, worker; did you mean worker?
4 problems; nothing was run`
	if usage, ok := errors.AsType[*UsageError](err); !ok || usage.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	connected := &cluster.Cluster{Name: "kind-x", Nodes: []cluster.Node{{Name: "x-worker3"}, {Name: "x-worker8"}, {Name: "x-worker9"}, {Name: "x-workr2"}}}
	if err := p.checkNodes(p.groups(cluster.Options{Kubeconfig: "k"})[0], connected); err != nil {
		t.Errorf("of a cluster that has them: %v", err)
	}
	if err := p.checkShapes(p.groups(cluster.Options{Kubeconfig: "k"}), nil); err != nil {
		t.Errorf("of a cluster that is not known yet: %v", err)
	}
}
