package scenarios

import "strings"

// Tags with a meaning for the runner.
const (
	// TagExclusive marks a scenario that runs while no other does.
	TagExclusive = "@exclusive"
	// TagNode, followed by a node's name, keeps apart the scenarios that claim that node.
	TagNode = "@node:"
)

// TagTopology gives a scenario, when the name of a topology follows, a cluster of
// that shape instead of the run's own.
const TagTopology = "@topology:"

// topologyOf is the topology that a scenario asks for; "" is the run's own.
func topologyOf(tags []string) string {
	for _, t := range tags {
		if name, ok := strings.CutPrefix(t, TagTopology); ok {
			return name
		}
	}
	return ""
}

// TagAddOn with a name after it brings an add-on into the cluster before its
// scenarios start.
const TagAddOn = "@addon:"

// addOnsOf are the add-ons that a scenario asks for.
func addOnsOf(tags []string) []string { return cutTags(tags, TagAddOn) }

// TagKubernetes with a range of versions after it (">=1.36") has a scenario run only where the
// cluster's version is in the range.
const TagKubernetes = "@kubernetes:"

func hasTag(tags []string, tag string) bool {
	for _, t := range tags {
		if t == tag {
			return true
		}
	}
	return false
}

func claimedNodes(tags []string) []string { return cutTags(tags, TagNode) }

// cutTags gives what follows a prefix in the tags that have it.
func cutTags(tags []string, prefix string) []string {
	var names []string
	for _, t := range tags {
		if name, ok := strings.CutPrefix(t, prefix); ok {
			names = append(names, name)
		}
	}
	return names
}
