package operator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"gopkg.in/yaml.v3"
)

// document is one document of a manifest.
type document struct {
	begin, end int // of its text in the manifest, without the line that separates it from the one before
	line       int // the number of lines before it
	text       []byte
	root       *yaml.Node // without aliases and merge keys
}

// separator begins a document. YAML knows no text in which such a line could stand.
var separator = regexp.MustCompile(`(?m)^---(?:[ \t]|\r?$)`)

// documents cuts a manifest into its documents, those without content left out.
func documents(manifest []byte) ([]*document, error) {
	var all []*document
	begin := 0
	for _, at := range append(separator.FindAllIndex(manifest, -1), []int{len(manifest), len(manifest)}) {
		doc := &document{begin: begin, end: at[0], line: bytes.Count(manifest[:begin], []byte("\n")), text: manifest[begin:at[0]]}
		if err := doc.read(); err != nil {
			return nil, err
		}
		if doc.root != nil {
			all = append(all, doc)
		}
		begin = at[1]
	}
	return all, nil
}

// directives are lines such as %YAML 1.1.
var directives = regexp.MustCompile(`^(?:[ \t\r]*(?:[%#][^\n]*)?(?:\n|$))+$`)

func (d *document) read() error {
	text := bytes.TrimPrefix(d.text, []byte("\ufeff"))
	if directives.Match(text) {
		return nil
	}
	root, err := parse(text)
	if err != nil {
		return fmt.Errorf("read the document in line %d: %w", d.line+1, err)
	}
	if root == nil || root.Kind != yaml.MappingNode {
		return nil
	}
	d.root, err = expanded(root)
	if err != nil {
		return fmt.Errorf("read the document in line %d: %w", d.line+1, err)
	}
	return nil
}

// parse reads one document; nil when it is empty.
func parse(text []byte) (*yaml.Node, error) {
	var node, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	err := decoder.Decode(&node)
	if errors.Is(err, io.EOF) || err == nil && len(node.Content) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.Join(errors.New("another document follows without a line of three dashes"), err)
	}
	return node.Content[0], nil
}

// objects are the objects of a manifest, the items of Lists among them.
func objects(docs []*document) []*Object {
	var all []*Object
	for _, doc := range docs {
		root := Value{node: doc.root}
		items := root.Get("items")
		if root.Get("kind").Text() != "List" || !items.Exists() {
			all = append(all, objectIn(doc, nil, doc.root, &all))
			continue
		}
		for i, item := range items.Items() {
			if item.node.Kind == yaml.MappingNode {
				all = append(all, objectIn(doc, []any{"items", i}, item.node, &all))
			}
		}
	}
	for _, obj := range all {
		obj.others = &all
	}
	return all
}
