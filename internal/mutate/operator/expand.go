package operator

import (
	"errors"
	"slices"

	"gopkg.in/yaml.v3"
)

// How large a document may become when every alias is replaced by its value: by this factor, and some more nodes.
const maxGrowth, moreNodes = 10, 10_000

var errTooLarge = errors.New("its aliases stand for too much, or for themselves: write out what they stand for")

// expanded returns the tree with a copy instead of each alias and merge key, so that a change affects one place only.
func expanded(node *yaml.Node) (*yaml.Node, error) {
	e := expander{left: size(node)*maxGrowth + moreNodes}
	copied := e.copy(node, 0)
	if e.left < 0 {
		return nil, errTooLarge
	}
	return copied, nil
}

// anchored reports whether a tree has anchors.
func anchored(node *yaml.Node) bool {
	return node.Anchor != "" || slices.ContainsFunc(node.Content, anchored)
}

// size returns the number of nodes of a tree, without following aliases.
func size(node *yaml.Node) int {
	n := 1
	for _, inner := range node.Content {
		n += size(inner)
	}
	return n
}

type expander struct{ left int }

// maxDepth is more than any object needs; an alias that refers to itself has no end.
const maxDepth = 1000

func (e *expander) copy(node *yaml.Node, depth int) *yaml.Node {
	e.left--
	if depth > maxDepth {
		e.left = -1
	}
	if e.left < 0 {
		return node
	}
	if node.Kind == yaml.AliasNode {
		return e.copy(node.Alias, depth+1)
	}
	made := *node
	made.Anchor, made.Content = "", nil
	for _, inner := range node.Content {
		made.Content = append(made.Content, e.copy(inner, depth+1))
	}
	if made.Kind == yaml.MappingNode {
		merge(&made)
	}
	return &made
}

// merge copies the fields of a merge key "<<" into the map, unless the map has them.
func merge(node *yaml.Node) {
	var own, merged []*yaml.Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		if key := node.Content[i]; key.ShortTag() == "!!merge" {
			merged = append(merged, sources(node.Content[i+1])...)
		} else {
			own = append(own, node.Content[i], node.Content[i+1])
		}
	}
	if merged == nil {
		return
	}
	node.Content = own
	for _, source := range merged {
		for i := 0; i+1 < len(source.Content); i += 2 {
			if fieldIndex(node, source.Content[i].Value) < 0 {
				node.Content = append(node.Content, source.Content[i], source.Content[i+1])
			}
		}
	}
}

// sources returns the maps that a merge key refers to: one, or a list of them.
func sources(node *yaml.Node) []*yaml.Node {
	switch node.Kind {
	case yaml.MappingNode:
		return []*yaml.Node{node}
	case yaml.SequenceNode:
		var all []*yaml.Node
		for _, item := range node.Content {
			all = append(all, sources(item)...)
		}
		return all
	default:
		return nil
	}
}
