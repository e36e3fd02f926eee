package operator

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Mutant is a manifest with one change.
type Mutant struct {
	Operator     Operator
	Change       Change
	Object       *Object
	Line, Column int // where in the manifest the change is; from 1

	manifest []byte
	trees    map[*Object]*yaml.Node // of the changed objects; nil: removed
}

// Mutants returns all mutants of a manifest that differ from it and from each other, in the order of the objects and then of
// the operators. An error says that the manifest cannot be read, or names an operator with impossible edits.
func Mutants(manifest []byte, ops []Operator) ([]Mutant, error) {
	docs, err := documents(manifest)
	if err != nil {
		return nil, err
	}
	made := collection{seen: map[string]bool{}}
	for _, obj := range objects(docs) {
		for _, op := range ops {
			if !op.looksAt(obj.Kind) {
				continue
			}
			for _, change := range op.Find(obj) {
				m := Mutant{Operator: op, Change: change, Object: obj, manifest: manifest}
				if err := made.add(m); err != nil {
					return nil, fmt.Errorf("operator %s: %s: %w", op.Name, change.Says, err)
				}
			}
		}
	}
	return made.all, nil
}

// collection is a set of mutants without duplicates.
type collection struct {
	all  []Mutant
	seen map[string]bool // by meaning, and by description
}

func (c *collection) add(m Mutant) error {
	if len(m.Change.Edits) == 0 {
		return nil
	}
	if err := m.make(); err != nil {
		return err
	}
	key := m.key()
	if key == "" || c.seen[key] {
		return nil
	}
	m.Change.Assert = m.Object.assertFor(m.Change)
	m.Change.Says = description(m.Change.Says)
	if c.seen[m.identity()] {
		m.Change.Says += " (" + pathText(m.Change.Path) + ")"
	}
	c.seen[key], c.seen[m.identity()] = true, true
	c.all = append(c.all, m)
	return nil
}

// identity is the key for declaring and remembering a mutant, unique in a manifest.
func (m *Mutant) identity() string {
	return strings.Join([]string{m.Operator.Name, m.Object.Ref(), m.Change.Says}, "\n")
}

// maxSaid is the maximum length of a description: some contain scripts and values.
const maxSaid = 200

// description returns a description in one line.
func description(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) > maxSaid {
		line = append(line[:maxSaid], '…')
	}
	return string(line)
}

// make creates the changed trees.
func (m *Mutant) make() error {
	m.Line, m.Column = m.Object.position(m.Change.Path)
	m.trees = map[*Object]*yaml.Node{}
	for _, e := range m.Change.Edits {
		obj := m.Object
		if e.Of != nil {
			obj = e.Of
		}
		tree, begun := m.trees[obj]
		if !begun {
			tree = cloned(obj.node)
			m.trees[obj] = tree
		}
		if len(e.Path) == 0 && e.Op == Remove {
			m.trees[obj] = nil
			continue
		}
		if err := apply(tree, e); err != nil {
			return err
		}
	}
	return nil
}

// changed returns the objects that the mutant changes, in the order of the manifest.
func (m *Mutant) changed() []*Object {
	return slices.SortedFunc(maps.Keys(m.trees), func(a, b *Object) int { return a.number - b.number })
}

// key identifies a mutant by its meaning; "" if it means the same as the manifest.
func (m *Mutant) key() string {
	var b strings.Builder
	differs := false
	for _, obj := range m.changed() {
		made := canonical(m.trees[obj])
		differs = differs || made != canonical(obj.node)
		fmt.Fprintf(&b, "%d %s\n", obj.number, made)
	}
	if !differs {
		return ""
	}
	sum := sha256.Sum256([]byte(b.String()))
	return string(sum[:])
}

// Text returns the manifest with the change.
func (m *Mutant) Text() ([]byte, error) {
	byDocument := map[*document][]*Object{}
	var docs []*document
	for _, obj := range m.changed() {
		if byDocument[obj.doc] == nil {
			docs = append(docs, obj.doc)
		}
		byDocument[obj.doc] = append(byDocument[obj.doc], obj)
	}
	var b bytes.Buffer
	done := 0
	for _, doc := range docs {
		b.Write(m.manifest[done:doc.begin])
		text, err := doc.written(m.editsOf(doc), m.treeOf(doc, byDocument[doc]))
		if err != nil {
			return nil, err
		}
		b.Write(text)
		done = doc.end
	}
	b.Write(m.manifest[done:])
	return b.Bytes(), nil
}

// editsOf returns the edits of a document.
func (m *Mutant) editsOf(doc *document) []placed {
	var all []placed
	for _, e := range m.Change.Edits {
		obj := m.Object
		if e.Of != nil {
			obj = e.Of
		}
		if obj.doc != doc {
			continue
		}
		node := obj.node
		if len(e.Path) == 0 {
			e.Path, node = []any{"items", obj.item}, doc.root
		}
		nodes := []*yaml.Node{node}
		for _, step := range e.Path {
			node = child(node, step)
			nodes = append(nodes, node)
		}
		all = append(all, placed{e, nodes})
	}
	return all
}

// treeOf returns the tree of a document with the changed objects; nil if nothing is left of it.
func (m *Mutant) treeOf(doc *document, changed []*Object) *yaml.Node {
	if first := changed[0]; first.node == doc.root {
		return m.trees[first]
	}
	tree := cloned(doc.root)
	items := child(tree, "items")
	for _, obj := range slices.Backward(changed) {
		if made := m.trees[obj]; made != nil {
			items.Content[obj.item] = made
		} else {
			items.Content = slices.Delete(items.Content, obj.item, obj.item+1)
		}
	}
	return tree
}

// position returns where a path, or its existing part, is in the manifest.
func (o *Object) position(path []any) (line, column int) {
	at, node := o.node, o.node
	for _, step := range path {
		next := child(node, step)
		if next == nil {
			break
		}
		at = next
		if name, field := step.(string); field {
			at = node.Content[fieldIndex(node, name)]
		}
		node = next
	}
	last := bytes.Count(o.doc.text, []byte("\n")) + 1 // for YAML, a carriage return alone also ends a line
	return min(at.Line, last) + o.doc.line, at.Column
}
