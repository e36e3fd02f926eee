package nodes

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// Simulated nodes have names but no containers, and are not counted among the nodes of the cluster.
func TestSimulatedNodesHaveOnlyNames(t *testing.T) {
	n := Of(&cluster.Cluster{Name: "gk", Nodes: []cluster.Node{{Name: "gk-worker", Container: "gk-worker"}}, Simulated: 3})
	if name, err := n.Resolve("simulated-3"); name != "simulated-3" || err != nil {
		t.Errorf("got %q, %v", name, err)
	}
	if name, err := n.Resolve("simulated-4"); err == nil {
		t.Errorf("Resolve accepts the fourth of three nodes: %q", name)
	}
	if all := n.All(); !slices.Equal(all, []string{"gk-worker"}) {
		t.Errorf("All returns %q", all)
	}
	_, _, ran := n.Exec(t.Context(), "simulated-3", []string{"true"})
	for _, err := range []error{n.Power(t.Context(), "simulated-3", world.StopNode), n.Power(t.Context(), "simulated-3", world.StartNode), ran} {
		if err == nil || !strings.Contains(err.Error(), `node "simulated-3" is simulated: there is no machine`) {
			t.Errorf("got %v", err)
		}
	}
}
