package kube

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
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
	m := &Manifest{Path: path}
	decoder := yaml3.NewDecoder(bytes.NewReader(data))
	for index := 1; ; index++ {
		var node yaml3.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntaxError(path, err)
		}
		if isEmpty(&node) {
			continue
		}
		docs, err := documents(path, index, &node)
		if err != nil {
			return nil, err
		}
		m.Docs = append(m.Docs, docs...)
	}
	if len(m.Docs) == 0 {
		return nil, &ManifestError{path, 1, "the manifest has no objects"}
	}
	return m, nil
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
		return nil, syntaxError(path, err)
	}
	text, err := yaml3.Marshal(node)
	if err != nil {
		return nil, &ManifestError{path, root.Line, err.Error()}
	}
	object := map[string]any{}
	if err := yaml.Unmarshal(text, &object); err != nil {
		return nil, &ManifestError{path, root.Line, plain(err)}
	}
	return flatten(path, index, root.Line, &unstructured.Unstructured{Object: normal(object).(map[string]any)})
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
		return nil, &ManifestError{path, line, "read the list: " + err.Error()}
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

var lineIn = regexp.MustCompile(`line (\d+):? ?`)

// fromParser finds the errors in which yaml.v3 counts lines from 0, as it
// corrects the line of its scanner's errors only.
var fromParser = regexp.MustCompile(`did not find expected (node content|key|'-' indicator|',' or|<)`)

// syntaxError puts the line that the YAML parser names in front.
func syntaxError(path string, err error) error {
	line, msg := 1, plain(err)
	if at := lineIn.FindStringSubmatch(msg); at != nil {
		if n, err := strconv.Atoi(at[1]); err == nil {
			line = n
		}
		if fromParser.MatchString(msg) {
			line++
		}
		msg = strings.Replace(msg, at[0], "", 1)
	}
	return &ManifestError{path, line, strings.TrimSpace("the YAML cannot be read: " + msg)}
}

func plain(err error) string {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	msg = strings.TrimPrefix(msg, "unmarshal errors:")
	if strings.Contains(msg, "invalid map key: map[") {
		msg = "a placeholder such as {{ .Name }} must be filled in before"
	}
	if strings.Contains(msg, "character that cannot start any token") {
		msg += " (is there a tab? YAML is indented with spaces)"
	}
	return strings.Join(strings.Fields(msg), " ")
}
