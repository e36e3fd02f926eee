package kube

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/util/jsonpath"
)

// Form knows the fields of a built-in kind.
type Form struct {
	kind  schema.GroupVersionKind
	shape reflect.Type
}

// FormOf returns the form of a kind in the newest stable version of its group, the one in which steps read it; nil if it is not
// a built-in kind. Case is ignored.
func FormOf(group, kind string) *Form {
	var newest *Form
	for gvk, shape := range scheme.Scheme.AllKnownTypes() {
		if gvk.Group != group || !strings.EqualFold(gvk.Kind, kind) {
			continue
		}
		if newest == nil || version.CompareKubeAwareVersionStrings(gvk.Version, newest.kind.Version) > 0 {
			newest = &Form{gvk, shape}
		}
	}
	return newest
}

// Fields are the fields of a kind that a text refers to.
type Fields struct {
	// Faults are fields that the kind does not have, and values that are invalid for their field.
	Faults []Fault
	// Known are the fields that the kind has in this version of the types. A cluster of another version may not have them.
	Known []Unknown
}

// know adds a field and removes the parent fields that it makes redundant.
func (f *Fields) know(kind schema.GroupVersionKind, keys []string) {
	f.Known = slices.DeleteFunc(f.Known, func(above Unknown) bool {
		return len(above.Path) < len(keys) && slices.Equal(above.Path, keys[:len(above.Path)])
	})
	f.Known = append(f.Known, Unknown{kind, keys})
}

// InPart returns the fields in a part of an object.
func (f *Form) InPart(p *Part) Fields {
	former := former{kind: f.kind, path: p.path, all: true}
	former.value(f.shape, p.Object, "", place{node: p.node, line: p.node.Line})
	return Fields{former.found, former.known.Known}
}

// InPath returns the fields in a JSONPath.
func (f *Form) InPath(p JSONPath) Fields {
	parsed, err := jsonpath.Parse("path", p.text)
	if err != nil {
		return Fields{} // ParseJSONPath has reported it
	}
	w := pathWalk{form: f}
	ranges := []spot{{shape: f.shape}}
	for _, node := range parsed.Root.Nodes {
		list, ok := node.(*jsonpath.ListNode)
		if !ok || len(list.Nodes) == 0 {
			continue
		}
		here := ranges[len(ranges)-1]
		switch word, _ := list.Nodes[0].(*jsonpath.IdentifierNode); {
		case word == nil:
			w.list(list.Nodes, here)
		case word.Name == "range":
			ranges = append(ranges, w.list(list.Nodes[1:], here))
		case word.Name == "end" && len(ranges) > 1:
			ranges = ranges[:len(ranges)-1]
		}
	}
	return w.found
}

// InDotted returns the fields in a path of field names separated by dots.
func (f *Form) InDotted(path string) Fields {
	w, at := pathWalk{form: f}, spot{shape: f.shape}
	for _, key := range strings.Split(path, ".") {
		at = w.field(key, at)
	}
	return w.found
}

// spot is a position in a path. shape is nil where the value may have any form.
type spot struct {
	shape reflect.Type
	keys  []string
	path  string
}

// own returns the type without pointers; nil for types with their own unmarshaller.
func (s spot) own() reflect.Type {
	t := s.shape
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) || t == reflect.TypeFor[[]byte]() {
		return nil
	}
	return t
}

// items returns the position of the items of a list, or of the values of a map.
func (s spot) items() spot {
	t := s.own()
	if t == nil || t.Kind() != reflect.Slice && t.Kind() != reflect.Map {
		return spot{}
	}
	return spot{t.Elem(), append(append([]string{}, s.keys...), AnyItem), s.path + "[*]"}
}

// pathWalk follows a JSONPath through the type of a kind.
type pathWalk struct {
	form  *Form
	found Fields
}

func (w *pathWalk) list(nodes []jsonpath.Node, at spot) spot {
	for _, node := range nodes {
		at = w.node(node, at)
	}
	return at
}

func (w *pathWalk) node(node jsonpath.Node, at spot) spot {
	switch n := node.(type) {
	case *jsonpath.FieldNode:
		if n.Value == "" {
			return at
		}
		return w.field(n.Value, at)
	case *jsonpath.ArrayNode, *jsonpath.WildcardNode:
		return at.items()
	case *jsonpath.FilterNode:
		item := at.items()
		w.list(n.Left.Nodes, item)
		w.list(n.Right.Nodes, item)
		return item
	case *jsonpath.UnionNode:
		for _, one := range n.Nodes {
			w.list(one.Nodes, at)
		}
	}
	return spot{} // other nodes: the type of their result is unknown
}

func (w *pathWalk) field(key string, at spot) spot {
	t := at.own()
	next := spot{keys: append(append([]string{}, at.keys...), key), path: strings.TrimPrefix(at.path+"."+key, ".")}
	switch {
	case t == nil:
	case t.Kind() == reflect.Map:
		next.shape = t.Elem()
	case t.Kind() == reflect.Struct:
		known := map[string]reflect.Type{}
		jsonFields(t, known)
		if next.shape = known[key]; next.shape == nil {
			text := noSuchField(w.form.kind, next.path, next.keys, nearestField(key, known))
			w.found.Faults = append(w.found.Faults, Fault{ManifestError: &ManifestError{Msg: text}, Unknown: &Unknown{w.form.kind, next.keys}})
		} else {
			w.found.know(w.form.kind, next.keys)
		}
	}
	if next.shape == nil {
		return spot{}
	}
	return next
}

// InKeys returns the fields at paths of keys, in which [AnyItem] stands for any item of a list.
func (f *Form) InKeys(paths [][]string) Fields {
	w := pathWalk{form: f}
	for _, path := range paths {
		at := spot{shape: f.shape}
		for _, key := range path {
			if key == AnyItem {
				at = at.items()
			} else {
				at = w.field(key, at)
			}
		}
	}
	return w.found
}
