package lint

import (
	"fmt"
	"strconv"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tags"
)

// sharedNodes finds scenarios that need several nodes, of which another scenario may close one meanwhile: then they fail, and nobody
// is at fault.
func (l *linter) sharedNodes() {
	for _, s := range l.scenarios {
		one, count := needsNodes(s)
		if count < 2 {
			continue
		}
		for _, other := range l.scenarios {
			if other == s || !together(s, other) {
				continue
			}
			if node := unlockedOf(closes(other), s.Tags); node != "" {
				l.at(rules.SharedNode, s.URI, one.Line, "", fmt.Sprintf("the step needs %d nodes, and the scenario at %s:%d may close node %q meanwhile", count, other.URI, other.Line, node),
					fmt.Sprintf("tag the scenario @node:%s, and so for each node that it needs", node))
				break
			}
		}
	}
}

// needsNodes returns the step that counts the nodes of pods, and the number; 0 if there is none.
func needsNodes(s *scenario) (one stepOf, count int) {
	for _, one := range s.steps {
		if one.Def.Name != "pods-on-different-nodes" {
			continue
		}
		for _, v := range one.Values() {
			if n, err := strconv.Atoi(v.Text); err == nil && v.Type == "count" && n > count {
				count = n
			}
		}
		return one, count
	}
	return stepOf{}, 0
}

// closes returns the nodes on which pods may not start while the scenario runs. A label closes no node.
func closes(s *scenario) (nodes []string) {
	for _, change := range nodeChanges(s) {
		if change.step.Def.Name != "node-labelled" {
			nodes = append(nodes, change.node)
		}
	}
	return nodes
}

// unlockedOf returns the first of the nodes that a scenario with these tags has not locked; "" if there is none.
func unlockedOf(nodes, all []string) string {
	for _, node := range nodes {
		if !hasLocked(all, node) {
			return node
		}
	}
	return ""
}

// together reports whether two scenarios may run at the same time on one cluster, apart from their locks on nodes.
func together(a, b *scenario) bool {
	simulated := tags.Values(a.Tags, tags.SimulatedNodes) != nil || tags.Values(b.Tags, tags.SimulatedNodes) != nil // locks the cluster
	return !simulated && tags.TopologyOf(a.Tags) == tags.TopologyOf(b.Tags) && tags.Has(a.Tags, tags.Exclusive) == tags.Has(b.Tags, tags.Exclusive)
}
