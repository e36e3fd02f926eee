package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// group is the scenarios that share a cluster.
type group struct {
	groupKey
	cluster cluster.Options
	foreign bool // the run's own cluster is somebody else's
	pickles []*gherkin.Pickle
}

// groupKey is what the scenarios of a group have in common.
type groupKey struct {
	topology string // "" is the run's own cluster
	changes  bool   // the scenarios want add-ons in a cluster of somebody else, where the others can run
}

// errNotForeign says that a scenario cannot run on the cluster that was given.
var errNotForeign = errors.New("not on a cluster of somebody else")

// groups sorts the scenarios by the topology they ask for: those of the run's
// own cluster first, so that they begin at once.
func (p *plan) groups(own cluster.Options) []group {
	foreign := own.Foreign()
	byKey := map[groupKey]*group{}
	for _, pickle := range p.pickles {
		key := groupKey{topologyOf(pickle.Tags), foreign && len(addOnsOf(pickle.Tags)) > 0}
		if key.topology == own.Topology {
			key.topology = ""
		}
		g := byKey[key]
		if g == nil {
			g = newGroup(key, own, foreign)
			byKey[key] = g
		}
		g.add(pickle)
	}
	var groups []group
	for _, g := range byKey {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.topology, b.topology), cmp.Compare(len(a.cluster.AddOns), len(b.cluster.AddOns)))
	})
	return groups
}

func newGroup(key groupKey, own cluster.Options, foreign bool) *group {
	g := &group{groupKey: key, cluster: own, foreign: foreign}
	if key.topology != "" {
		g.cluster.Name = own.Own() + "-" + key.topology
		g.cluster.Topology = key.topology
	}
	return g
}

// add has the group's cluster get what the scenario asks for.
func (g *group) add(pickle *gherkin.Pickle) {
	g.pickles = append(g.pickles, pickle)
	for _, name := range addOnsOf(pickle.Tags) {
		if !slices.Contains(g.cluster.AddOns, name) {
			g.cluster.AddOns = append(slices.Clone(g.cluster.AddOns), name)
		}
	}
}

// served tells whether a cluster that is up has all that the group asks for of the run's own.
func (g group) served(c *cluster.Cluster) bool {
	return c != nil && g.topology == "" && !slices.ContainsFunc(g.cluster.AddOns, func(name string) bool { return !slices.Contains(c.AddOns, name) })
}

func (g group) possible() error {
	switch {
	case !g.foreign:
	case g.topology != "":
		return &UsageError{fmt.Errorf("@topology:%s wants a cluster of its own shape, which gherkind makes only itself: %w", g.topology, errNotForeign)}
	case len(g.cluster.AddOns) > 0:
		return &UsageError{fmt.Errorf("@addon:%s changes the cluster, and gherkind changes only its own: %w", g.cluster.AddOns[0], errNotForeign)}
	}
	return nil
}

// remove deletes the cluster of a topology, or of one of several versions, that this run has made.
// One that was there before stays, as does one that another run uses by now.
func (g group) remove(ctx context.Context, c *cluster.Cluster, temporary bool, note func(string, ...any)) error {
	if g.topology == "" && !temporary || !c.Made {
		return nil
	}
	users, err := cluster.DownUnused(ctx, g.cluster)
	if len(users) > 0 {
		note("cluster %s stays, as %s uses it; afterwards, gherkind cluster down --name %[1]s deletes it", c.Name, strings.Join(users, ", "))
	}
	return err
}
