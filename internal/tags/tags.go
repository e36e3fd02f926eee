// Package tags defines and parses the tags that have a meaning for gherkind. It imports no other package of gherkind, so that
// every package can use it.
package tags

import (
	"slices"
	"strconv"
	"strings"
)

const (
	// Exclusive marks a scenario that runs while no other does.
	Exclusive = "@exclusive"
	// Slow marks a scenario that takes long. It has no meaning for a run; make targets exclude it.
	Slow = "@slow"
	// Node is followed by the name of a node and keeps scenarios apart that change that node.
	Node = "@node:"
	// Topology is followed by the name of a topology and runs a scenario on a cluster of that topology instead of the run's own.
	Topology = "@topology:"
	// AddOn is followed by the name of an add-on, which is installed before the scenarios start.
	AddOn = "@addon:"
	// SimulatedNodes is followed by a number of nodes without machines, which are created before the scenarios start.
	SimulatedNodes = "@simulated-nodes:"
	// Kubernetes is followed by a range of versions (">=1.36") and runs a scenario only if the cluster's version is in the range.
	Kubernetes = "@kubernetes:"
)

// Has reports whether tags contains the tag.
func Has(tags []string, tag string) bool { return slices.Contains(tags, tag) }

// Locks returns the tags that keep a scenario apart from others: @exclusive and @node:NAME.
func Locks(tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(tag string) bool { return tag != Exclusive && !strings.HasPrefix(tag, Node) })
}

// Values returns what follows the prefix in the tags that begin with it.
func Values(tags []string, prefix string) []string {
	var values []string
	for _, t := range tags {
		if value, ok := strings.CutPrefix(t, prefix); ok {
			values = append(values, value)
		}
	}
	return values
}

// TopologyOf returns the topology that a scenario needs; "" means the run's own.
func TopologyOf(tags []string) string {
	if names := Values(tags, Topology); len(names) > 0 {
		return names[0]
	}
	return ""
}

// Kwok is the add-on that simulated nodes need.
const Kwok = "kwok"

// NetworkPolicy is the add-on that enforces NetworkPolicies, and its namespace.
const NetworkPolicy = "network-policy"

// SimulatedLabel is the label of simulated nodes.
const SimulatedLabel = "gherkind/simulated"

// AddOns are the add-ons that a scenario needs.
func AddOns(tags []string) []string {
	names := Values(tags, AddOn)
	if len(Values(tags, SimulatedNodes)) > 0 && !slices.Contains(names, Kwok) {
		names = append(names, Kwok)
	}
	return names
}

// AddOnLabel is the label of the namespaces of scenarios that need an add-on.
func AddOnLabel(name string) string { return "gherkind/addon-" + name }

// IsAddOnLabel reports whether a key is an [AddOnLabel].
func IsAddOnLabel(key string) bool { return strings.HasPrefix(key, AddOnLabel("")) }

// Simulated is how many simulated nodes a scenario asks for, the largest number where there are several; 0 is none.
func Simulated(tags []string) (count int) {
	for _, text := range Values(tags, SimulatedNodes) {
		if number, err := strconv.Atoi(text); err == nil {
			count = max(count, number)
		}
	}
	return count
}
