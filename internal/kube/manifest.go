package kube

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	yaml3 "gopkg.in/yaml.v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/fileerror"
	"github.com/gherkind/gherkind/internal/jsonyaml"
)

// Manifest is a file of Kubernetes objects.
type Manifest struct {
	Path string
	Docs []Document
	Text []byte // as it was read
	// Folder is the folder of the kustomization that the manifest is built from, and From the files that were read for it. For
	// a manifest file, both are empty.
	Folder string
	From   []string

	source []byte // what was parsed: Text with the values that are known before the run
}

// Document is one object of a manifest. The items of a List are separate documents.
type Document struct {
	Index  int // 1-based, among the manifest's YAML documents
	Line   int // 1-based, where the document begins in the file
	Object *unstructured.Unstructured

	node *yaml3.Node // as it is written
}

// At returns where in its file a document is: "web.yaml:12".
func (m *Manifest) At(d Document) string { return fmt.Sprintf("%s:%d", m.Path, d.Line) }

// ManifestError says what is wrong with a manifest, and where.
type ManifestError = fileerror.Error

// ParseManifest reads all documents of a YAML or JSON manifest. Duplicate keys, documents that are not objects, and a manifest
// without documents are errors; empty documents between separators are not. Errors are [*ManifestError].
func ParseManifest(path string, data []byte) (*Manifest, error) {
	text := data
	data, err := readableText(path, data)
	if err != nil {
		return nil, err
	}
	docs, err := read(path, data)
	var wrong *ManifestError
	switch {
	case errors.As(err, &wrong):
		return nil, wrong
	case err != nil:
		return nil, syntaxError(path, data, err)
	case len(docs) == 0:
		return nil, fileerror.At(path, 1, "the manifest has no objects")
	}
	docs = applicable(docs)
	if err := twice(path, docs); err != nil {
		return nil, err
	}
	return &Manifest{Path: path, Docs: docs, Text: text, source: text}, nil
}

// applicable removes the fields of the server, and the objects that the server creates itself.
func applicable(docs []Document) []Document {
	kept := slices.DeleteFunc(slices.Clone(docs), func(d Document) bool { return madeByOthers(d.Object, docs) })
	for _, d := range kept {
		withoutServerFields(d.Object)
	}
	return kept
}

// twice returns an error for an object that a manifest has twice: the second would replace the first.
func twice(path string, docs []Document) error {
	first := map[string]Document{}
	for _, d := range docs {
		obj := d.Object
		if obj.GetName() == "" {
			continue // the server generates a new name for each
		}
		key := strings.Join([]string{obj.GroupVersionKind().GroupKind().String(), obj.GetNamespace(), obj.GetName()}, " ")
		before, again := first[key]
		if !again {
			first[key] = d
			continue
		}
		return fileerror.At(path, d.Line, fmt.Sprintf(
			"%s %q is in the manifest already, in line %d: give one of them another name, or apply it in a separate step",
			strings.ToLower(obj.GetKind()), obj.GetName(), before.Line))
	}
	return nil
}

// read is ParseManifest, except that YAML syntax errors are returned as the parser words them.
func read(path string, data []byte) ([]Document, error) {
	if values, ok := jsonyaml.Values(data); ok {
		return readJSON(path, values)
	}
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
		return nil, fileerror.At(path, root.Line, "a document must be an object with apiVersion, kind and metadata")
	}
	object, err := decoded(node)
	if err != nil {
		return nil, err
	}
	return flatten(path, index, root, &unstructured.Unstructured{Object: object})
}

// decoded reads a document as kubectl does.
func decoded(node *yaml3.Node) (map[string]any, error) {
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
		_, msg := plain(err) // its line would refer to the text generated here
		return nil, errors.New(msg)
	}
	return normal(object).(map[string]any), nil
}

// spellOut makes everything explicit before YAML is written again: missing values ({emptyDir: }) would become empty strings,
// and folded strings would gain or lose lines.
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

// keepNumbers leaves the conversion of numbers to [normal]: a float64 would change integers from 2^53 on.
func keepNumbers(d *json.Decoder) *json.Decoder {
	d.UseNumber()
	return d
}

// flatten returns the items of a List.
func flatten(path string, index int, node *yaml3.Node, obj *unstructured.Unstructured) ([]Document, error) {
	if obj.GetKind() == "List" && obj.GetAPIVersion() == "v1" && !obj.IsList() {
		return nil, fileerror.At(path, node.Line, "the List has no items: they go below items, each starting with \"- \"")
	}
	if !obj.IsList() {
		if err := checkIdentity(obj); err != nil {
			return nil, fileerror.At(path, node.Line, err.Error())
		}
		return []Document{{Index: index, Line: node.Line, Object: obj, node: node}}, nil
	}
	nameItems(obj)
	list, err := obj.ToList()
	if err != nil {
		return nil, fileerror.At(path, node.Line, "an item of the list is not an object")
	}
	var docs []Document
	for i := range list.Items {
		inner, err := flatten(path, index, itemOf(node, i), &list.Items[i])
		if err != nil {
			return nil, err
		}
		docs = append(docs, inner...)
	}
	return docs, nil
}

// itemOf returns the node of a list item, or the list itself if its items are elsewhere, behind an alias.
func itemOf(list *yaml3.Node, i int) *yaml3.Node {
	if items := fieldOf(list, "items"); items != nil && i < len(items.Content) && items.Content[i].Kind == yaml3.MappingNode {
		return items.Content[i]
	}
	return list
}

// fieldOf returns the value of a field, or nil if there is none.
func fieldOf(node *yaml3.Node, name string) *yaml3.Node {
	if node == nil || node.Kind != yaml3.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1]
		}
	}
	return nil
}

func checkIdentity(obj *unstructured.Unstructured) error {
	var missing []string
	for _, field := range []string{"apiVersion", "kind"} {
		value := obj.Object[field]
		if _, text := value.(string); value != nil && !text {
			return errors.New(misfit(field, value, "string"))
		}
		if value == nil || value == "" {
			missing = append(missing, field+written(obj.Object, field))
		}
	}
	if _, fields := obj.Object["metadata"].(map[string]any); obj.Object["metadata"] != nil && !fields && len(missing) == 0 {
		return errors.New("the document lacks metadata.name: " + misfit("metadata", obj.Object["metadata"], "map"))
	}
	name, _, _ := unstructured.NestedFieldNoCopy(obj.Object, "metadata", "name")
	if _, text := name.(string); name != nil && !text {
		return errors.New(misfit("metadata.name", name, "string"))
	}
	if hidden := cmp.Or(hidden(obj.Object), hiddenIn(obj.Object["metadata"])); hidden != "" && obj.GetName()+obj.GetGenerateName() == "" {
		return fmt.Errorf("%s contains invisible characters: write the line again, with plain spaces", hidden)
	}
	if obj.GetName() == "" && obj.GetGenerateName() == "" {
		missing = append(missing, "metadata.name")
	}
	if len(missing) > 0 {
		return fmt.Errorf("the document lacks %s", strings.Join(missing, " and "))
	}
	return nil
}
