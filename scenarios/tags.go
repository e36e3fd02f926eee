package scenarios

import "strings"

// Tags with a meaning for the runner.
const (
	// TagExclusive marks a scenario that runs while no other does.
	TagExclusive = "@exclusive"
	// TagNode, followed by a node's name, keeps apart the scenarios that claim that node.
	TagNode = "@node:"
)

func hasTag(tags []string, tag string) bool {
	for _, t := range tags {
		if t == tag {
			return true
		}
	}
	return false
}

func claimedNodes(tags []string) []string {
	var names []string
	for _, t := range tags {
		if name, ok := strings.CutPrefix(t, TagNode); ok {
			names = append(names, name)
		}
	}
	return names
}
