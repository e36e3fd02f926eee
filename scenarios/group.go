package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/gherkin"
)

// group is the scenarios that share a cluster.
type group struct {
	topology string // "" is the run's own cluster
	cluster  cluster.Options
	foreign  bool // the run's own cluster is somebody else's
	pickles  []*gherkin.Pickle
}

// errNoTopology says that a scenario cannot run on the cluster that was given.
var errNoTopology = errors.New("not on a cluster of somebody else")

// groups sorts the scenarios by the topology they ask for: those of the run's
// own cluster first, so that they begin at once.
func (p *plan) groups(own cluster.Options) []group {
	byTopology := map[string]*group{}
	for _, pickle := range p.pickles {
		topology := topologyOf(pickle.Tags)
		if topology == own.Topology {
			topology = ""
		}
		g := byTopology[topology]
		if g == nil {
			g = &group{topology: topology, cluster: own, foreign: own.Kubeconfig != "" || own.Context != ""}
			if topology != "" {
				g.cluster.Name = cmp.Or(own.Name, cluster.DefaultName) + "-" + topology
				g.cluster.Topology = topology
			}
			byTopology[topology] = g
		}
		g.pickles = append(g.pickles, pickle)
	}
	var groups []group
	for _, g := range byTopology {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(a.topology, b.topology) })
	return groups
}

func (g group) possible() error {
	if g.topology != "" && g.foreign {
		return &UsageError{fmt.Errorf("@topology:%s wants a cluster of its own shape, which gherkind makes only itself: %w", g.topology, errNoTopology)}
	}
	return nil
}

// remove deletes the cluster of a topology that this run has made. One that was
// there before stays.
func (g group) remove(ctx context.Context, c *cluster.Cluster) error {
	if g.topology == "" || strings.HasPrefix(c.How, "reused") {
		return nil
	}
	return cluster.Down(ctx, g.cluster)
}
