package kube

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	yaml3 "gopkg.in/yaml.v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Manifest is a file of Kubernetes objects.
type Manifest struct {
	Path string
	Docs []Document
}

// Document is one object of a manifest. The items of a List are documents of
// their own.
type Document struct {
	Index  int // 1-based, among the manifest's YAML documents
	Line   int // 1-based, where the document begins in the file
	Object *unstructured.Unstructured
}

// At says where in its file a document is: "web.yaml:12".
func (m *Manifest) At(d Document) string { return fmt.Sprintf("%s:%d", m.Path, d.Line) }

// ManifestError says what is wrong with a manifest, and where.
type ManifestError struct {
	Path string
	Line int // 1-based
	Msg  string
}

func (e *ManifestError) Error() string { return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Msg) }

// ParseManifest reads all documents of a YAML or JSON manifest. Duplicate
// keys, documents that are no object, and a manifest without any are errors;
// empty documents between separators are not. Its errors are [*ManifestError].
func ParseManifest(path string, data []byte) (*Manifest, error) {
	docs, err := read(path, data)
	var wrong *ManifestError
	switch {
	case errors.As(err, &wrong):
		return nil, wrong
	case err != nil:
		return nil, syntaxError(path, data, err)
	case len(docs) == 0:
		return nil, &ManifestError{path, 1, "the manifest has no objects"}
	}
	return &Manifest{Path: path, Docs: docs}, nil
}

// read is ParseManifest, but for what a YAML parser finds wrong, which it
// returns in the parser's words.
func read(path string, data []byte) ([]Document, error) {
	var all []Document
	decoder := yaml3.NewDecoder(bytes.NewReader(data))
	for index := 1; ; index++ {
		var node yaml3.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if isEmpty(&node) {
			continue
		}
		docs, err := documents(path, index, &node)
		if err != nil {
			return nil, err
		}
		all = append(all, docs...)
	}
}

func isEmpty(node *yaml3.Node) bool {
	return len(node.Content) == 0 || node.Content[0].Tag == "!!null"
}

func documents(path string, index int, node *yaml3.Node) ([]Document, error) {
	root := node.Content[0]
	if root.Kind != yaml3.MappingNode {
		return nil, &ManifestError{path, root.Line, "a document must be an object with apiVersion, kind and metadata"}
	}
	var probe any
	if err := node.Decode(&probe); err != nil { // finds duplicate keys, with their line
		return nil, err
	}
	spellOut(node)
	text, err := yaml3.Marshal(node)
	if err != nil {
		return nil, err
	}
	object := map[string]any{}
	if err := yaml.Unmarshal(text, &object, keepNumbers); err != nil {
		_, msg := plain(err) // a line in it would be one of the text made here
		return nil, errors.New(msg)
	}
	return flatten(path, index, root.Line, &unstructured.Unstructured{Object: normal(object).(map[string]any)})
}

// spellOut leaves nothing to the style in which YAML is written again: values
// that are left away ({emptyDir: }) would become empty texts, and folded texts
// would gain or lose lines.
func spellOut(node *yaml3.Node) {
	const block = yaml3.FoldedStyle | yaml3.LiteralStyle
	node.HeadComment, node.LineComment, node.FootComment = "", "", ""
	switch {
	case node.Kind != yaml3.ScalarNode:
	case node.Tag == "!!null":
		node.Value = "null"
	case node.Style&block != 0 || strings.Contains(node.Value, "\n"):
		node.Style = node.Style&^(block|yaml3.SingleQuotedStyle) | yaml3.DoubleQuotedStyle
	}
	for _, inner := range node.Content {
		spellOut(inner)
	}
}

// keepNumbers leaves it to [normal] what a number becomes: a float64 would
// change integers from 2^53 on.
func keepNumbers(d *json.Decoder) *json.Decoder {
	d.UseNumber()
	return d
}

// flatten takes the items out of a List.
func flatten(path string, index, line int, obj *unstructured.Unstructured) ([]Document, error) {
	if !obj.IsList() {
		if err := checkIdentity(obj); err != nil {
			return nil, &ManifestError{path, line, err.Error()}
		}
		return []Document{{Index: index, Line: line, Object: obj}}, nil
	}
	list, err := obj.ToList()
	if err != nil {
		return nil, &ManifestError{path, line, "an item of the list is not an object"}
	}
	var docs []Document
	for i := range list.Items {
		inner, err := flatten(path, index, line, &list.Items[i])
		if err != nil {
			return nil, err
		}
		docs = append(docs, inner...)
	}
	return docs, nil
}

func checkIdentity(obj *unstructured.Unstructured) error {
	var missing []string
	if obj.GetAPIVersion() == "" {
		missing = append(missing, "apiVersion")
	}
	if obj.GetKind() == "" {
		missing = append(missing, "kind")
	}
	if obj.GetName() == "" {
		missing = append(missing, "metadata.name")
	}
	if len(missing) > 0 {
		return fmt.Errorf("the document lacks %s", strings.Join(missing, " and "))
	}
	return nil
}
