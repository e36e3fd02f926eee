package operator

import (
	"fmt"
	"maps"
	"slices"

	"gopkg.in/yaml.v3"
)

// cloned returns a copy of a tree that may be edited.
func cloned(node *yaml.Node) *yaml.Node {
	made := *node
	made.Content = nil
	for _, inner := range node.Content {
		made.Content = append(made.Content, cloned(inner))
	}
	return &made
}

// apply makes one edit in the tree of an object.
func apply(root *yaml.Node, e Edit) error {
	if len(e.Path) == 0 {
		return fmt.Errorf("edit: the path is empty")
	}
	parent := root
	for i, step := range e.Path[:len(e.Path)-1] {
		next := child(parent, step)
		if name, field := step.(string); next == nil && field && e.Op == Add && parent.Kind == yaml.MappingNode {
			next = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			parent.Content = append(parent.Content, textNode(name), next)
		}
		if next == nil {
			return fmt.Errorf("edit %s: there is no %s", pathText(e.Path), pathText(e.Path[:i+1]))
		}
		parent = next
	}
	if err := applyTo(parent, e.Path[len(e.Path)-1], e); err != nil {
		return fmt.Errorf("edit %s: %w", pathText(e.Path), err)
	}
	if e.Op == Remove && len(parent.Content) == 0 && len(e.Path) > 1 && pruned(e.Path[len(e.Path)-2]) {
		return apply(root, Edit{Path: e.Path[:len(e.Path)-1], Op: Remove})
	}
	return nil
}

// optional are maps and lists that mean the same whether empty or missing.
var optional = []string{
	"affinity", "annotations", "args", "command", "env", "envFrom", "finalizers", "httpHeaders", "initContainers", "labels", "lifecycle", "limits",
	"nodeAffinity", "nodeSelector", "podAffinity", "podAntiAffinity", "ports", "requests", "resources", "rollingUpdate", "schedulingGates",
	"securityContext", "tolerations", "topologySpreadConstraints", "updateStrategy", "volumeMounts",
}

// pruned reports whether a field is removed with its last content.
func pruned(step any) bool {
	name, field := step.(string)
	return field && slices.Contains(optional, name)
}

func applyTo(parent *yaml.Node, last any, e Edit) error {
	var value *yaml.Node
	if e.Op != Remove {
		var err error
		if value, err = nodeOf(e.Value); err != nil {
			return err
		}
	}
	old := child(parent, last)
	if old == nil && e.Op != Add {
		return fmt.Errorf("there is nothing")
	}
	switch last := last.(type) {
	case string:
		return applyToField(parent, last, e.Op, value)
	case int:
		return applyToItem(parent, last, e.Op, value)
	default:
		return fmt.Errorf("a path has names and numbers, and no %T", last)
	}
}

func applyToField(parent *yaml.Node, name string, op Op, value *yaml.Node) error {
	if parent.Kind != yaml.MappingNode {
		return fmt.Errorf("it is in no map")
	}
	at := fieldIndex(parent, name)
	switch {
	case op == Remove:
		parent.Content = slices.Delete(parent.Content, at, at+2)
	case at >= 0:
		parent.Content[at+1] = dressed(value, parent.Content[at+1])
	default:
		parent.Content = append(parent.Content, textNode(name), value)
	}
	return nil
}

func applyToItem(parent *yaml.Node, i int, op Op, value *yaml.Node) error {
	if parent.Kind != yaml.SequenceNode || i < 0 || i > len(parent.Content) {
		return fmt.Errorf("it is in no list, or behind its end")
	}
	switch op {
	case Remove:
		parent.Content = slices.Delete(parent.Content, i, i+1)
	case Set:
		parent.Content[i] = dressed(value, parent.Content[i])
	case Add:
		parent.Content = slices.Insert(parent.Content, i, value)
	}
	return nil
}

// dressed copies the comments of an old value to its replacement and, for strings, the quotes.
func dressed(value, old *yaml.Node) *yaml.Node {
	if value.Line > 0 {
		return value // a copy of a value that is written elsewhere
	}
	value.LineComment, value.HeadComment, value.FootComment = old.LineComment, old.HeadComment, old.FootComment
	if value.Kind == yaml.ScalarNode && old.Kind == yaml.ScalarNode && value.Tag == old.Tag {
		value.Style = old.Style
	}
	return value
}

// nodeOf converts a value to a YAML node.
func nodeOf(value any) (*yaml.Node, error) {
	if v, written := value.(Value); written {
		if v.node == nil {
			return nil, fmt.Errorf("the value at %s is not there", pathText(v.path))
		}
		return cloned(v.node), nil
	}
	switch value := value.(type) {
	case map[string]any:
		return mapOf(value)
	case []any:
		return listOf(value)
	}
	var node yaml.Node
	if err := node.Encode(value); err != nil {
		return nil, fmt.Errorf("write the value: %w", err)
	}
	flow(&node)
	return &node, nil
}

func mapOf(fields map[string]any) (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: yaml.FlowStyle}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value, err := nodeOf(fields[name])
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, textNode(name), value)
	}
	return node, nil
}

func listOf(items []any) (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, item := range items {
		value, err := nodeOf(item)
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, value)
	}
	return node, nil
}

// flow sets maps and lists to flow style.
func flow(node *yaml.Node) {
	if node.Kind != yaml.ScalarNode {
		node.Style |= yaml.FlowStyle
	}
	for _, inner := range node.Content {
		flow(inner)
	}
}

func textNode(text string) *yaml.Node {
	var node yaml.Node
	node.SetString(text)
	return &node
}
