package operator

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Related returns the names of the related objects of the manifest, its own first: those that select its pods or name it, and
// those that it selects or names.
func (o *Object) Related() []string {
	names := []string{o.Name}
	for _, other := range o.Others() {
		related := o.selects(other) || other.selects(o) || o.says(other.Name) || other.says(o.Name)
		if related && other.Name != "" && !slices.Contains(names, other.Name) {
			names = append(names, other.Name)
		}
	}
	return names
}

// says reports whether the object contains a string outside its metadata.
func (o *Object) says(text string) bool {
	for _, f := range o.Root().Fields() {
		if f.Name != "metadata" && text != "" && hasText(f.node, text) {
			return true
		}
	}
	return false
}

func hasText(n *yaml.Node, text string) bool {
	if n.Kind == yaml.ScalarNode {
		return n.Value == text
	}
	return slices.ContainsFunc(n.Content, func(inner *yaml.Node) bool { return hasText(inner, text) })
}
