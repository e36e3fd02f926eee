package operator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Value is a value of an object, with the place where it stands. One that is not there has no fields, no items and no text.
type Value struct {
	path  []any
	node  *yaml.Node
	amiss bool // what it should be in is something else than a map
}

// Field is a field of a map.
type Field struct {
	Name string
	Value
}

// Path leads to the value from the root of its object.
func (v Value) Path() []any { return slices.Clone(v.path) }

// Exists reports whether the value is there. One that is null is not.
func (v Value) Exists() bool { return v.node != nil && v.node.ShortTag() != "!!null" }

// Get goes down by names of fields and numbers of items.
func (v Value) Get(path ...any) Value {
	for _, step := range path {
		amiss := v.amiss || v.node != nil && v.node.Kind != yaml.MappingNode
		v = Value{append(slices.Clip(v.path), step), child(v.node, step), amiss}
	}
	return v
}

// Fields are the fields of a map, in the order in which they are written.
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

// Items are the items of a list.
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

// Text is what a scalar says; "" of anything else.
func (v Value) Text() string {
	if !v.Exists() || v.node.Kind != yaml.ScalarNode {
		return ""
	}
	return v.node.Value
}

// brief is a scalar, or what tells the value from its neighbours; "" when nothing does.
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

// plain is a scalar as a Go value.
func (v Value) plain() any {
	if n, ok := v.Int(); ok {
		return n
	}
	return v.Text()
}

// Int is a whole number. A placeholder is none.
func (v Value) Int() (n int, ok bool) {
	if !v.Exists() || v.node.ShortTag() != "!!int" {
		return 0, false
	}
	n, err := strconv.Atoi(v.node.Value)
	return n, err == nil
}

// IsText reports whether the value is a text of which everything is known.
func (v Value) IsText() bool {
	return v.Exists() && v.node.ShortTag() == "!!str" && !v.Open()
}

// True reports whether the value is the boolean true.
func (v Value) True() bool {
	return v.Exists() && v.node.ShortTag() == "!!bool" && strings.EqualFold(v.node.Value, "true")
}

// openPart is what a row of Examples fills in, or another tool does.
var openPart = regexp.MustCompile(`<[^<>\n]+>|\$\{[^}\n]+\}|\{\{[^\n]*\}\}`)

// Open reports whether a scalar has a placeholder in it, so that nobody knows what it will be.
func (v Value) Open() bool { return openPart.MatchString(v.Text()) }

// Remove takes the value away.
func (v Value) Remove() Edit { return Edit{Path: v.Path(), Op: Remove} }

// Set puts another value in its place, or there where none is.
func (v Value) Set(value any) Edit {
	if v.node == nil {
		return Edit{Path: v.Path(), Op: Add, Value: value}
	}
	return Edit{Path: v.Path(), Op: Set, Value: value}
}

// child is what a step of a path leads to; nil when it leads nowhere.
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

// fieldIndex is where the key of a field stands in the content of a map; -1 when it has none.
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
