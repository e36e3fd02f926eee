package nodes

import (
	"strings"
	"testing"

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
		got, err := Named(c.cluster, c.nodes, c.short)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s in %s: %q, %v; want %q, %q", c.short, c.cluster, got, err, c.want, c.err)
		}
	}
}
