package operator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Value is a value of an object, with its location. One that does not exist has no fields, items or text.
type Value struct {
	path  []any
	node  *yaml.Node
	amiss bool // its parent exists, but is not a map
}

// Field is a field of a map.
type Field struct {
	Name string
	Value
}

// Path returns the path to the value from the root of its object.
func (v Value) Path() []any { return slices.Clone(v.path) }

// Exists reports whether the value exists. null does not count.
func (v Value) Exists() bool { return v.node != nil && v.node.ShortTag() != "!!null" }

// Get descends by field names and list indexes.
func (v Value) Get(path ...any) Value {
	for _, step := range path {
		amiss := v.amiss || v.node != nil && v.node.Kind != yaml.MappingNode
		v = Value{append(slices.Clip(v.path), step), child(v.node, step), amiss}
	}
	return v
}

// Fields returns the fields of a map, in the order in which they are written.
func (v Value) Fields() []Field {
	if v.node == nil || v.node.Kind != yaml.MappingNode {
		return nil
	}
	var all []Field
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		name := v.node.Content[i].Value
		all = append(all, Field{name, v.Get(name)})
	}
	return all
}

// Items returns the items of a list.
func (v Value) Items() []Value {
	if v.node == nil || v.node.Kind != yaml.SequenceNode {
		return nil
	}
	all := make([]Value, len(v.node.Content))
	for i := range all {
		all[i] = v.Get(i)
	}
	return all
}

// Text returns the text of a scalar; "" for anything else.
func (v Value) Text() string {
	if !v.Exists() || v.node.Kind != yaml.ScalarNode {
		return ""
	}
	return v.node.Value
}

// brief returns a scalar, or what distinguishes the value from its neighbours; "" if nothing does.
func (v Value) brief() string {
	if v.Text() != "" {
		return strconv.Quote(v.Text())
	}
	for _, name := range []string{"name", "key", "topologyKey", "host"} {
		if text := v.Get(name).Text(); text != "" {
			return strconv.Quote(text)
		}
	}
	if len(v.path) > 0 {
		if i, item := v.path[len(v.path)-1].(int); item {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// plain returns a scalar as a Go value.
func (v Value) plain() any {
	if n, ok := v.Int(); ok {
		return n
	}
	return v.Text()
}

// Int returns an integer; ok is false for a placeholder.
func (v Value) Int() (n int, ok bool) {
	if !v.Exists() || v.node.ShortTag() != "!!int" {
		return 0, false
	}
	n, err := strconv.Atoi(v.node.Value)
	return n, err == nil
}

// IsText reports whether the value is a string without placeholders.
func (v Value) IsText() bool {
	return v.Exists() && v.node.ShortTag() == "!!str" && !v.Open()
}

// True reports whether the value is the boolean true.
func (v Value) True() bool {
	return v.Exists() && v.node.ShortTag() == "!!bool" && strings.EqualFold(v.node.Value, "true")
}

// openPart matches what a row of Examples, or another tool, fills in.
var openPart = regexp.MustCompile(`<[^<>\n]+>|\$\{[^}\n]+\}|\{\{[^\n]*\}\}`)

// Open reports whether a scalar contains a placeholder, so that its value is unknown.
func (v Value) Open() bool { return openPart.MatchString(v.Text()) }

// Remove returns the edit that removes the value.
func (v Value) Remove() Edit { return Edit{Path: v.Path(), Op: Remove} }

// Set returns the edit that replaces the value, or adds it.
func (v Value) Set(value any) Edit {
	if v.node == nil {
		return Edit{Path: v.Path(), Op: Add, Value: value}
	}
	return Edit{Path: v.Path(), Op: Set, Value: value}
}

// child returns the node for a step of a path; nil if there is none.
func child(node *yaml.Node, step any) *yaml.Node {
	if node == nil {
		return nil
	}
	switch step := step.(type) {
	case string:
		if i := fieldIndex(node, step); i >= 0 {
			return node.Content[i+1]
		}
	case int:
		if node.Kind == yaml.SequenceNode && step >= 0 && step < len(node.Content) {
			return node.Content[step]
		}
	}
	return nil
}

// fieldIndex returns the index of a field's key in the content of a map; -1 if there is none.
func fieldIndex(node *yaml.Node, name string) int {
	if node.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return i
		}
	}
	return -1
}
