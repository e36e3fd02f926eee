package translate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// object is a document of a YAML file, or a part of one, with the original comments and order.
type object struct {
	node *yaml.Node
	at   place
	keys keys
}

// readObjects reads the documents of a file. shown is the name of the file in messages.
func readObjects(path, shown string) (all []object, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoder, read := yaml.NewDecoder(bytes.NewReader(data)), keys{}
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", shown, err)
		}
		node, err := expand(document.Content[0])
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", shown, err)
		}
		switch {
		case node.Kind == yaml.MappingNode:
			all = append(all, object{node, place{shown, node.Line}, read}.items()...)
		case node.Tag != "!!null": // only comments
			return nil, fmt.Errorf("%s:%d: a document is an object, with apiVersion and kind", shown, node.Line)
		}
	}
}

// items returns the objects of a List, or the object itself.
func (o object) items() []object {
	if all := o.children("items"); all != nil && o.kind() == "List" {
		return all
	}
	return []object{o}
}

// field returns the node at a path of keys, or nil.
func (o object) field(path ...string) *yaml.Node {
	node := o.node
	for _, key := range path {
		i := keyIndex(node, key)
		if i < 0 {
			return nil
		}
		o.keys.read(node.Content[i])
		node = node.Content[i+1]
	}
	return node
}

// keyIndex returns the index of a key in a mapping, or -1.
func keyIndex(node *yaml.Node, key string) int {
	if node == nil || node.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// text returns the scalar at a path, or "".
func (o object) text(path ...string) string {
	if node := o.field(path...); node != nil && node.Kind == yaml.ScalarNode {
		return node.Value
	}
	return ""
}

// child returns the part of the object at a path; ok is false if there is none.
func (o object) child(path ...string) (part object, ok bool) {
	node := o.field(path...)
	if node == nil || node.Kind != yaml.MappingNode {
		return object{}, false
	}
	return object{node, place{o.at.file, node.Line}, o.keys}, true
}

// children returns the items of the list at a path.
func (o object) children(path ...string) (all []object) {
	node := o.field(path...)
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	for _, item := range node.Content {
		all = append(all, object{item, place{o.at.file, item.Line}, o.keys})
	}
	return all
}

func (o object) kind() string { return o.text("kind") }

// tool reports whether the document belongs to the tool, and is not an object of the cluster.
func (o object) tool(group string) bool {
	return strings.HasPrefix(o.text("apiVersion"), group+"/")
}

// noun returns the kind as steps write it.
func (o object) noun() string {
	noun := strings.ToLower(o.kind())
	group, _, grouped := strings.Cut(o.text("apiVersion"), "/")
	if grouped && strings.Contains(group, ".") && !strings.HasSuffix(group, ".k8s.io") {
		return noun + "." + group
	}
	return noun
}

// named returns the object as steps write it, for example deployment "web"; ok is false if it has no name.
func (o object) named(path ...string) (words string, ok bool) {
	name, namespace := o.text(append(slices.Clone(path), "name")...), o.namespace(path...)
	if name == "" || o.kind() == "" {
		return "", false
	}
	if namespace != "" {
		name = namespace + "/" + name
	}
	return fmt.Sprintf("%s %q", o.noun(), name), true
}

// namespace returns the namespace at a path; "" if it is that of the scenario.
func (o object) namespace(path ...string) string {
	if name := o.text(append(slices.Clone(path), "namespace")...); name != ownNamespace {
		return name
	}
	return ""
}

// labels returns the labels at a path, as a selector.
func (o object) labels(path ...string) string {
	node := o.field(path...)
	if node == nil || node.Kind != yaml.MappingNode {
		return ""
	}
	var pairs []string
	for i := 0; i < len(node.Content); i += 2 {
		pairs = append(pairs, node.Content[i].Value+"="+node.Content[i+1].Value)
	}
	return strings.Join(pairs, ",")
}

// rest returns the object without its identity: what a check or a patch says about it; "" if there is nothing else.
func (o object) rest() (string, error) {
	rest := clone(o.node)
	drop(rest, "apiVersion", "kind")
	if i := keyIndex(rest, "metadata"); i >= 0 {
		drop(rest.Content[i+1], "name", "namespace")
		if len(rest.Content[i+1].Content) == 0 {
			drop(rest, "metadata")
		}
	}
	if len(rest.Content) == 0 {
		return "", nil
	}
	return encode(rest)
}

func drop(node *yaml.Node, keys ...string) {
	for _, key := range keys {
		if i := keyIndex(node, key); i >= 0 {
			node.Content = slices.Delete(node.Content, i, i+2)
		}
	}
}

func clone(node *yaml.Node) *yaml.Node {
	copied := *node
	copied.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		copied.Content[i] = clone(child)
	}
	return &copied
}

func encode(nodes ...*yaml.Node) (string, error) {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	for _, node := range nodes {
		if err := encoder.Encode(node); err != nil {
			return "", err
		}
	}
	err := encoder.Close()
	return b.String(), err
}
