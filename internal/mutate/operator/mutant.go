package operator

import (
	"bytes"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// Mutant is a manifest with one change.
type Mutant struct {
	Operator     Operator
	Change       Change
	Object       *Object
	Line, Column int // of the manifest, where the change is made; from 1

	manifest []byte
	trees    map[*document]*yaml.Node // of the documents that are changed; nil: nothing is left of it
}

// Mutants are all mutants of a manifest that are neither equal to it nor to one another, in the order of the objects and,
// for each, of the operators. An error says that the manifest cannot be read, or names an operator that makes edits that
// cannot be made.
func Mutants(manifest []byte, ops []Operator) ([]Mutant, error) {
	docs, err := documents(manifest)
	if err != nil {
		return nil, err
	}
	var all []Mutant
	seen := map[string]bool{}
	for _, obj := range objects(docs) {
		for _, op := range ops {
			if !op.looksAt(obj.Kind) {
				continue
			}
			for _, change := range op.Find(obj) {
				if len(change.Edits) == 0 {
					continue
				}
				change.Assert = obj.assertFor(change)
				m := Mutant{Operator: op, Change: change, Object: obj, manifest: manifest}
				if err := m.make(); err != nil {
					return nil, fmt.Errorf("operator %s: %s: %w", op.Name, change.Says, err)
				}
				if key := m.key(); key != "" && !seen[key] {
					seen[key] = true
					all = append(all, m)
				}
			}
		}
	}
	return all, nil
}

// make makes the changed trees.
func (m *Mutant) make() error {
	m.Line, m.Column = m.Object.position(m.Change.Path)
	m.trees = map[*document]*yaml.Node{}
	for _, e := range m.Change.Edits {
		obj := m.Object
		if e.Of != nil {
			obj = e.Of
		}
		tree, begun := m.trees[obj.doc]
		if !begun {
			tree = cloned(obj.doc.root)
			m.trees[obj.doc] = tree
		}
		e.Path = append(slices.Clone(obj.at), e.Path...)
		if len(e.Path) == 0 && e.Op == Remove {
			m.trees[obj.doc] = nil
			continue
		}
		if err := apply(tree, e); err != nil {
			return err
		}
	}
	return nil
}

// key tells mutants apart by what they mean; "" of one that means what the manifest does.
func (m *Mutant) key() string {
	key, differs := "", false
	var docs []*document
	for doc := range m.trees {
		docs = append(docs, doc)
	}
	slices.SortFunc(docs, func(a, b *document) int { return a.begin - b.begin })
	for _, doc := range docs {
		made := canonical(m.trees[doc])
		differs = differs || made != canonical(doc.root)
		key += fmt.Sprintf("%d %s\n", doc.begin, made)
	}
	if !differs {
		return ""
	}
	return key
}

// Text is the manifest with the change.
func (m *Mutant) Text() ([]byte, error) {
	var docs []*document
	for doc := range m.trees {
		docs = append(docs, doc)
	}
	slices.SortFunc(docs, func(a, b *document) int { return a.begin - b.begin })
	var b bytes.Buffer
	done := 0
	for _, doc := range docs {
		b.Write(m.manifest[done:doc.begin])
		text, err := doc.written(m.trees[doc])
		if err != nil {
			return nil, err
		}
		b.Write(text)
		done = doc.end
	}
	b.Write(m.manifest[done:])
	return b.Bytes(), nil
}

// position is where a path leads in the manifest, or the part of it that is there.
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
	return at.Line + o.doc.line, at.Column
}
