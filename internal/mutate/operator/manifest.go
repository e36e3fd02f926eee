package operator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/jsonyaml"
)

// document is one document of a manifest.
type document struct {
	begin, end int // of its text in the manifest, without the separator before it
	line       int // number of lines before it
	text       []byte
	root       *yaml.Node // without aliases and merge keys
	rows       bool       // whether rows of Examples fill in some lines
	json       bool
	parsed     []byte // the text that was parsed: without a byte order mark, and with fields instead of such lines
	aliases    bool   // whether it has anchors, so that a value may occur in several places
}

const byteOrderMark = "\ufeff"

// separator begins a document. Such a line cannot occur within a YAML text.
var separator = regexp.MustCompile(`(?m)^---(?:[ \t]|\r?$)`)

// documents splits a manifest into its documents, without empty ones.
func documents(manifest []byte) ([]*document, error) {
	all, isJSON := jsonDocuments(manifest)
	if !isJSON {
		all = yamlDocuments(manifest)
	}
	for _, doc := range all {
		if err := doc.read(); err != nil {
			return nil, fmt.Errorf("read the document in line %d: %w", doc.line+1, err)
		}
	}
	return slices.DeleteFunc(all, func(doc *document) bool { return doc.root == nil }), nil
}

func yamlDocuments(manifest []byte) []*document {
	var all []*document
	begin, line := 0, 0
	for _, at := range append(separator.FindAllIndex(manifest, -1), []int{len(manifest), len(manifest)}) {
		text := manifest[begin:at[0]]
		all = append(all, &document{begin: begin, end: at[0], line: line, text: text})
		begin, line = min(at[0]+len("---"), len(manifest)), line+bytes.Count(text, []byte("\n"))
	}
	return all
}

// directives are lines such as %YAML 1.1.
var directives = regexp.MustCompile(`^(?:[ \t\r]*(?:[%#][^\n]*)?(?:\n|$))+$`)

func (d *document) read() error {
	text := bytes.TrimPrefix(d.text, []byte(byteOrderMark))
	if directives.Match(text) {
		return nil
	}
	if d.json {
		text = jsonyaml.Text(text)
	}
	root, err := parse(text)
	if err != nil && row.Match(text) {
		d.rows = true
		text = withoutRows(text)
		root, err = parse(text)
	}
	if err != nil {
		return err
	}
	if root == nil || root.Kind != yaml.MappingNode {
		return nil
	}
	d.parsed, d.aliases = text, anchored(root)
	d.root, err = expanded(root)
	return err
}

// parse reads one document; nil if it is empty.
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

// objects returns the objects of a manifest, including the items of Lists.
func objects(docs []*document) []*Object {
	var all set
	for _, doc := range docs {
		root := Value{node: doc.root}
		items := root.Get("items")
		if root.Get("kind").Text() != "List" || !items.Exists() {
			all.add(objectIn(doc, 0, doc.root))
			continue
		}
		for i, item := range items.Items() {
			if item.node.Kind == yaml.MappingNode {
				all.add(objectIn(doc, i, item.node))
			}
		}
	}
	return all.list
}

func (s *set) add(obj *Object) {
	obj.number, obj.all = len(s.list), s
	s.list = append(s.list, obj)
	if obj.PodSpec().Exists() {
		s.pods = append(s.pods, obj)
	}
}
