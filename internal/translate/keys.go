package translate

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// keys remembers which keys of a document have been read. Those that nobody reads are listed by [Case.unread]: so a field that the
// translation does not know is never lost silently.
type keys map[*yaml.Node]bool

func (k keys) read(key *yaml.Node) {
	if k != nil {
		k[key] = true
	}
}

// whole marks everything in the object as read: it is used as it is, or listed as a whole.
func (o object) whole() {
	mark(o.keys, o.node)
}

func mark(read keys, node *yaml.Node) {
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 0 {
			read.read(child)
		}
		mark(read, child)
	}
}

// ignore marks fields as read with all that they contain, because they change nothing of what a test proves.
func (o object) ignore(names ...string) {
	for _, name := range names {
		if node := o.field(name); node != nil {
			mark(o.keys, node)
		}
	}
}

// unread lists the keys of the object that nothing has read, before the line at index first of the scenario.
func (c *Case) unread(o object, first int) {
	c.Lines = slices.Insert(c.Lines, first, unread(o)...)
}

func unread(o object) (notes []Line) {
	walkUnread(o.keys, o.node, "", func(path, key string, node *yaml.Node) {
		notes = append(notes, note(place{o.at.file, node.Line}, path, whyKey(key)))
	})
	return notes
}

func walkUnread(read keys, node *yaml.Node, path string, visit func(path, key string, node *yaml.Node)) {
	for i, child := range node.Content {
		if node.Kind != yaml.MappingNode {
			walkUnread(read, child, path, visit)
			continue
		}
		if i%2 > 0 {
			continue
		}
		full := child.Value
		if path != "" {
			full = path + "." + child.Value
		}
		if read[child] {
			walkUnread(read, node.Content[i+1], full, visit)
			continue
		}
		if !isDefault(child.Value, node.Content[i+1]) {
			visit(full, child.Value, child)
		}
		read.read(child)
		mark(read, node.Content[i+1])
	}
}

// isDefault reports whether a field says what holds without it.
func isDefault(key string, value *yaml.Node) bool {
	switch key {
	case "template", "concurrent":
		return value.Value == "true"
	case "templating":
		return len(value.Content) == 2 && value.Content[0].Value == "enabled" && value.Content[1].Value == "true"
	}
	return value.Value == "false" || value.Value == "" && len(value.Content) == 0
}

// The reasons why fields are not translated.
const (
	whyNone    = "there is no equivalent"
	whyValues  = "there is no equivalent; see Values in docs/writing-scenarios.md"
	whyCluster = "a scenario uses one cluster"
	whySetUp   = "write it to `setup:` of gherkind.yaml, see docs/project.md"
	whyImages  = "write it to `images:` of gherkind.yaml, see docs/project.md"
)

// whyKey says why a field is not translated.
func whyKey(key string) string {
	switch key {
	case "bindings", "scenarios", "outputs", "env":
		return whyValues
	case "cluster", "clusters", "kubeconfig", "kubeconfigLoading", "context":
		return whyCluster
	case "namespace", "namespaceTemplate":
		return "each scenario has a namespace of its own; objects that others make in a certain namespace belong to `setup:`"
	case "template", "templating":
		return "a text in parentheses is always taken for an expression; compare those in manifests"
	case "deletionPropagationPolicy", "deletion":
		return "objects are deleted in the way that is the default of their kind"
	case "subresource":
		return "write `the status of … is patched with:`"
	case "continueOnError":
		return "a scenario ends at its first failure"
	case "concurrent":
		return "tag the scenario @exclusive if it must run alone"
	case "crdDir", "manifestDirs", "commands":
		return whySetUp
	case "kindContainers":
		return whyImages
	case "startKIND", "kindConfig", "kindContext", "startControlPlane":
		return "gherkind makes its own cluster; see --topology and --kubeconfig"
	case "timeout":
		return "the time limit of an action is `action-timeout` of gherkind.yaml"
	}
	return whyNone
}
