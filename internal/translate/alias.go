package translate

import (
	"errors"

	"gopkg.in/yaml.v3"
)

// mostNodes limits a document whose aliases have been replaced.
const mostNodes = 1_000_000

var errAliases = errors.New("its aliases contain themselves, or make it too large")

// expand replaces aliases by copies of what they refer to, and merges (<<) by the fields that they add, because parts of a document are
// written to files of their own, in which their anchors would be missing.
func expand(node *yaml.Node) (*yaml.Node, error) {
	left := mostNodes
	return expandNode(node, &left, map[*yaml.Node]bool{})
}

func expandNode(node *yaml.Node, left *int, within map[*yaml.Node]bool) (*yaml.Node, error) {
	if node.Kind == yaml.AliasNode {
		return expandNode(node.Alias, left, within)
	}
	if *left--; *left < 0 || within[node] {
		return nil, errAliases
	}
	within[node] = true
	defer delete(within, node)
	copied := *node
	copied.Anchor, copied.Content = "", nil
	var merged []*yaml.Node
	for i, child := range node.Content {
		full, err := expandNode(child, left, within)
		switch {
		case err != nil:
			return nil, err
		case node.Kind != yaml.MappingNode:
			copied.Content = append(copied.Content, full)
		case i%2 > 0 && isMerge(node.Content[i-1]):
			merged = append(merged, full)
		case i%2 > 0 || !isMerge(child):
			copied.Content = append(copied.Content, full)
		}
	}
	for _, from := range merged {
		merge(&copied, from)
	}
	return &copied, nil
}

func isMerge(key *yaml.Node) bool { return key.Tag == "!!merge" }

// merge adds the fields of a mapping, or of each mapping of a list, that the node does not have.
func merge(node, from *yaml.Node) {
	if from.Kind == yaml.SequenceNode {
		for _, one := range from.Content {
			merge(node, one)
		}
		return
	}
	for i := 0; i+1 < len(from.Content); i += 2 {
		if keyIndex(node, from.Content[i].Value) < 0 {
			node.Content = append(node.Content, from.Content[i], from.Content[i+1])
		}
	}
}
