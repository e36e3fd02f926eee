package kube

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	yaml3 "gopkg.in/yaml.v3"
	apiresource "k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/gherkind/gherkind/internal/fileerror"
	"github.com/gherkind/gherkind/internal/words"
)

// Fault is what is wrong with a value, as far as that is known without a cluster.
type Fault struct {
	*ManifestError
	// Unknown is a field that a kind does not have in the Kubernetes version of gherkind's types, but may have in a cluster of
	// another version. It is nil for all other faults, which are faults in every version.
	Unknown *Unknown
	// Lacks is a missing required field; "" for all other faults.
	Lacks string
}

// Unknown is a field for which only the cluster knows whether its kind has it.
type Unknown struct {
	Kind schema.GroupVersionKind
	Path []string // keys; [AnyItem] stands for the items of a list
}

// AnyItem in a path stands for each item of a list.
const AnyItem = "[]"

// Faults returns the values of a manifest that the API server will certainly refuse because they do not have the type of their
// field, and misspelt fields. It knows only built-in kinds, in the Kubernetes version of gherkind's types: an unknown field
// that resembles no other may be new, and is left to the server.
func (m *Manifest) Faults() []Fault {
	var all []Fault
	for _, d := range m.Docs {
		all = append(all, m.faultsOf(d, false)...)
	}
	return all
}

// faultsOf returns the faults of a document. every includes those that only lint looks for.
func (m *Manifest) faultsOf(d Document, every bool) []Fault {
	kind, known := scheme.Scheme.AllKnownTypes()[d.Object.GroupVersionKind()]
	if !known {
		return nil
	}
	f := former{kind: d.Object.GroupVersionKind(), path: m.Path, all: every, whole: every}
	f.value(kind, d.Object.Object, "", place{node: d.node, line: d.Line})
	return f.found
}

// former compares a document with the Go type of its kind.
type former struct {
	kind  schema.GroupVersionKind
	path  string
	all   bool // also unknown fields that resemble no other
	whole bool // also missing required fields, and values outside the allowed set: this is a whole object
	found []Fault
	known Fields // fields that the kind has
}

// place is where a value is: its node, or nil if it has none of its own, its line, and the keys that lead to it.
type place struct {
	node *yaml3.Node
	line int
	keys []string
}

func (p place) of(node *yaml3.Node, key string) place {
	next := place{line: p.line, keys: append(slices.Clip(p.keys), key)}
	if node == nil {
		return next
	}
	next.node, next.line = node, node.Line
	if node.Kind == yaml3.AliasNode {
		next.node = node.Alias
	}
	return next
}

func (p place) item(i int) place {
	if p.node == nil || p.node.Kind != yaml3.SequenceNode || i >= len(p.node.Content) {
		return p.of(nil, AnyItem)
	}
	return p.of(p.node.Content[i], AnyItem)
}

func (f *former) bad(at place, format string, args ...any) {
	f.found = append(f.found, Fault{ManifestError: fileerror.At(f.path, at.line, fmt.Sprintf(format, args...))})
}

func (f *former) unknown(at place, path, near string) {
	if near == "" && !f.all {
		return
	}
	f.bad(at, "%s", noSuchField(f.kind, path, at.keys, near))
	f.found[len(f.found)-1].Unknown = &Unknown{f.kind, at.keys}
}

// noSuchField describes an unknown field, and suggests the intended one, or where to look.
func noSuchField(kind schema.GroupVersionKind, path string, keys []string, near string) string {
	text := fmt.Sprintf("%s is not a field of %s in %s", path, kind.Kind, kind.GroupVersion())
	if near != "" {
		return text + ": did you mean " + near + "?"
	}
	above := slices.DeleteFunc(slices.Clone(keys[:len(keys)-1]), func(key string) bool { return key == AnyItem })
	return text + ": kubectl explain " + strings.Join(append([]string{strings.ToLower(kind.Kind)}, above...), ".") + " lists the fields"
}

func (f *former) value(t reflect.Type, value any, path string, at place) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case value == nil, waits(value): // or it is not known yet
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		f.special(t, value, path, at)
	case t.Kind() == reflect.Struct:
		f.object(t, value, path, at)
	case t.Kind() == reflect.Map:
		fields, ok := value.(map[string]any)
		if !ok {
			f.bad(at, "%s", misfit(path, value, "map"))
		}
		for _, key := range sorted(fields) {
			f.value(t.Elem(), fields[key], path+"."+key, at.of(fieldOf(at.node, key), key))
		}
	case t == reflect.TypeFor[[]byte]():
		f.bytes(value, path, at)
	case t.Kind() == reflect.Slice:
		items, ok := value.([]any)
		if !ok {
			f.bad(at, "%s", misfit(path, value, "list"))
		}
		for i, item := range items {
			f.value(t.Elem(), item, fmt.Sprintf("%s[%d]", path, i), at.item(i))
		}
	default:
		f.scalar(t.Kind(), value, path, at)
	}
}

// special handles types with their own unmarshaller.
func (f *former) special(t reflect.Type, value any, path string, at place) {
	data, err := json.Marshal(value)
	if err != nil || json.Unmarshal(data, reflect.New(t).Interface()) == nil {
		return
	}
	advice := ""
	if t == reflect.TypeFor[apiresource.Quantity]() {
		advice = ": write a number, and a unit such as m, k, M, Ki, Mi or Gi directly after it"
	}
	f.bad(at, "%s is %s, which is not a valid %s%s", path, described(value), strings.ToLower(t.Name()), advice)
}

func (f *former) bytes(value any, path string, at place) {
	text, ok := value.(string)
	if !ok {
		f.bad(at, "%s", misfit(path, value, "string"))
	} else if _, err := base64.StdEncoding.DecodeString(text); err != nil {
		f.bad(at, "%s is not base64: encode it, or, in a Secret, write the plain text below stringData", path)
	}
}

func (f *former) scalar(kind reflect.Kind, value any, path string, at place) {
	ok, expected := true, ""
	switch kind {
	case reflect.String:
		_, ok = value.(string)
		expected = "string"
	case reflect.Bool:
		_, ok = value.(bool)
		expected = "boolean"
	case reflect.Int, reflect.Int32, reflect.Int64:
		expected = "numeric"
		if _, fraction := value.(float64); fraction {
			f.bad(at, "%s is %s, where a whole number belongs", path, brief(value))
			return
		}
		_, ok = value.(int64)
	default: // the server accepts other types in various forms
	}
	switch {
	case ok:
	case expected == "string" && scalar(value) && at.node != nil && at.node.Value != brief(value):
		_, is, _ := strings.Cut(described(value), ", ")
		f.bad(at, "%s is %s, which YAML takes for %s: put it in quotes, %q", path, at.node.Value, is, at.node.Value)
	default:
		f.bad(at, "%s", misfit(path, value, expected))
	}
}

func (f *former) object(t reflect.Type, value any, path string, at place) {
	fields, ok := value.(map[string]any)
	if !ok {
		f.bad(at, "%s", misfit(path, value, "map"))
		return
	}
	known := map[string]reflect.Type{}
	jsonFields(t, known)
	f.schema(t, fields, path, at)
	for _, key := range sorted(fields) {
		inner := strings.TrimPrefix(path+"."+key, ".")
		here := at.of(fieldOf(at.node, key), key)
		if next, ok := known[key]; ok {
			f.known.know(f.kind, here.keys)
			f.value(next, fields[key], inner, here)
		} else {
			f.unknown(here, inner, nearestField(key, known))
		}
	}
}

// jsonFields collects the fields of a struct by their JSON names, including those of embedded structs.
func jsonFields(t reflect.Type, into map[string]reflect.Type) {
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case name == "" && (field.Anonymous || strings.Contains(options, "inline")):
			jsonFields(field.Type, into)
		case name != "":
			into[name] = field.Type
		}
	}
}

// nearestField returns the field that a misspelt one probably means; "" if none is similar.
func nearestField(word string, known map[string]reflect.Type) string {
	return words.Closest(word, slices.Sorted(maps.Keys(known)), max(len(word)/3, 1))
}
