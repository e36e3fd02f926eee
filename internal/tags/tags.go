// Package tags has the tags that have a meaning for gherkind, and reads them. It imports no other package of gherkind, so that
// every package can use it.
package tags

import (
	"slices"
	"strings"
)

const (
	// Exclusive marks a scenario that runs while no other does.
	Exclusive = "@exclusive"
	// Slow marks a scenario that takes long. It has no meaning for a run; make targets leave it out.
	Slow = "@slow"
	// Node keeps, with the name of a node after it, apart the scenarios that change that node.
	Node = "@node:"
	// Topology gives, with the name of a topology after it, a scenario a cluster of that shape instead of the run's own.
	Topology = "@topology:"
	// AddOn has, with the name of an add-on after it, the add-on installed before the scenarios start.
	AddOn = "@addon:"
	// Kubernetes has, with a range of versions after it (">=1.36"), a scenario run only where the cluster's version is in
	// the range.
	Kubernetes = "@kubernetes:"
)

// Has reports whether the tag is one of tags.
func Has(tags []string, tag string) bool { return slices.Contains(tags, tag) }

// Locks are the tags that keep a scenario apart from others: @exclusive and @node:NAME.
func Locks(tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(tag string) bool { return tag != Exclusive && !strings.HasPrefix(tag, Node) })
}

// Values are what follows the prefix in the tags that begin with it.
func Values(tags []string, prefix string) []string {
	var values []string
	for _, t := range tags {
		if value, ok := strings.CutPrefix(t, prefix); ok {
			values = append(values, value)
		}
	}
	return values
}

// TopologyOf is the topology that a scenario asks for; "" is the run's own.
func TopologyOf(tags []string) string {
	if names := Values(tags, Topology); len(names) > 0 {
		return names[0]
	}
	return ""
}
