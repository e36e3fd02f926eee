package scenarios_test

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
)

// TestTopologies runs the features that need another topology, and their broken twins, each topology on one cluster that is
// deleted afterwards. It does so if something that they depend on has changed since they were proven, and always with
// GHERKIND_PROVE=1.
func TestTopologies(t *testing.T) {
	onCluster(t)
	p := readProofs(t)
	for _, topology := range topologies(t) {
		t.Run(topology, func(t *testing.T) {
			twins := p.live(t, topology)
			why := p.staleTopology(t, topology, twins)
			if why == "" && !proving.On() {
				t.Skip("it was proven, and nothing that it depends on has changed")
			}
			twins[topologyName(topology)] = cmp.Or(why, "make prove")
			tellLive(t, twins)
			bring(t, topology)
			result := scenariotest.Test(t, scenarios.Options{FS: p.tree, Tags: tags.Topology + topology, Cluster: shared(t), StateDir: "../" + scenarios.StateDir})
			if proving.On() && result.Passed() {
				p.put(t, topologyName(topology), proven.Entry{Inputs: p.topologyInputs(t, topology)})
			}
			for _, twin := range readTwins(t) {
				if twins[twin.name()] != "" {
					t.Run(twin.name(), func(t *testing.T) { p.mustFailWell(t, nil, twin) })
				}
			}
		})
	}
}

// bring creates the cluster that the runs of a topology then find, and deletes it afterwards. A cluster that existed before
// stays, as does one that another run uses now.
func bring(t *testing.T, topology string) {
	t.Helper()
	own := shared(t)
	own.Name, own.Topology = cluster.DefaultName+"-"+topology, topology
	c, err := cluster.Up(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !c.Made {
			return
		}
		if users, err := cluster.DownUnused(context.WithoutCancel(t.Context()), own); err != nil {
			t.Error(err)
		} else if len(users) > 0 {
			t.Logf("%s stays: it is used by %s", c.Name, strings.Join(users, ", "))
		}
	})
	t.Logf("%s: %s", c.Name, c.How)
}

// topologies returns those that the features need, except the default one.
func topologies(t *testing.T) []string {
	t.Helper()
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	seen := map[string]bool{"": true}
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			if name := tags.TopologyOf(pickle.Tags); !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}
