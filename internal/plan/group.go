package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Group is a set of scenarios that share a cluster.
type Group struct {
	groupKey
	Cluster cluster.Options
	Foreign bool // whether the run's own cluster is external
	// Simulated is the number of simulated nodes that the cluster gets for the group.
	Simulated int
	Pickles   []*gherkin.Pickle
}

// groupKey is equal for the scenarios of a group.
type groupKey struct {
	Topology string // "" for the run's own cluster
	changes  bool   // the scenarios need add-ons that are missing in an external cluster on which the other scenarios can run
	simulate bool   // the scenarios need simulated nodes, which other scenarios must not see
}

// ErrNotForeign says that a scenario cannot run on an external cluster.
var ErrNotForeign = errors.New("not on an external cluster")

// Groups groups the scenarios by topology. The run's own cluster comes first, so that its scenarios start immediately; within a
// topology, scenarios with simulated nodes come last.
func (p *Plan) Groups(own cluster.Options) []Group {
	external := own.Foreign()
	byKey := map[groupKey]*Group{}
	for _, pickle := range p.Pickles {
		key := groupKey{tags.TopologyOf(pickle.Tags), external && len(tags.AddOns(pickle.Tags)) > 0, tags.Simulated(pickle.Tags) > 0}
		if key.Topology == own.Topology {
			key.Topology = ""
		}
		g := byKey[key]
		if g == nil {
			g = newGroup(key, own, external)
			byKey[key] = g
		}
		g.add(pickle)
	}
	var groups []Group
	for _, g := range byKey {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Topology, b.Topology), cmp.Compare(a.Simulated, b.Simulated), cmp.Compare(len(a.Cluster.AddOns), len(b.Cluster.AddOns)))
	})
	return groups
}

func newGroup(key groupKey, own cluster.Options, external bool) *Group {
	g := &Group{groupKey: key, Cluster: own, Foreign: external}
	if key.Topology != "" {
		g.Cluster.Name = own.Own() + "-" + key.Topology
		g.Cluster.Topology = key.Topology
	}
	return g
}

// add adds a scenario and the add-ons that it needs.
func (g *Group) add(pickle *gherkin.Pickle) {
	g.Pickles = append(g.Pickles, pickle)
	g.Simulated = max(g.Simulated, tags.Simulated(pickle.Tags))
	for _, name := range tags.AddOns(pickle.Tags) {
		if !slices.Contains(g.Cluster.AddOns, name) {
			g.Cluster.AddOns = append(slices.Clone(g.Cluster.AddOns), name)
		}
	}
}

// Served reports whether a running cluster of the run's own topology has all add-ons of the group.
func (g Group) Served(c *cluster.Cluster) bool {
	return c != nil && g.Topology == "" && !slices.ContainsFunc(g.Cluster.AddOns, func(name string) bool { return !slices.Contains(c.AddOns, name) })
}

// Possible returns an error if the group cannot run on an external cluster.
func (g Group) Possible() error {
	switch {
	case !g.Foreign:
	case g.Topology != "":
		return &UsageError{fmt.Errorf("@topology:%s requires its own topology, which is only available on clusters created by gherkind: %w", g.Topology, ErrNotForeign)}
	case g.Simulated > 0:
		return &UsageError{fmt.Errorf("@simulated-nodes:%d adds nodes, and gherkind changes only its own clusters: %w", g.Simulated, ErrNotForeign)}
	case len(g.Cluster.AddOns) > 0:
		return &UsageError{fmt.Errorf("@addon:%s changes the cluster, and gherkind changes only its own: %w", g.Cluster.AddOns[0], ErrNotForeign)}
	}
	return nil
}

// RemovedAfter reports whether the run deletes the cluster if it has created it: the cluster of a topology, or of one of several
// versions.
func (g Group) RemovedAfter(temporary bool) bool { return g.Topology != "" || temporary }

// Remove deletes such a cluster if it was created by this run, or by a run that was killed before it could delete it. A cluster
// that existed before is kept, as is one that another run uses.
func (g Group) Remove(ctx context.Context, c *cluster.Cluster, temporary bool, note func(string, ...any)) error {
	if !g.RemovedAfter(temporary) || !c.Made && !c.Left {
		return nil
	}
	users, err := cluster.DownUnused(ctx, g.Cluster)
	if len(users) > 0 {
		note("cluster %s stays, because %s uses it; afterwards, delete it with gherkind cluster down --name %[1]s", c.Name, strings.Join(users, ", "))
	}
	return err
}
