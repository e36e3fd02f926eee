package world

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// remember records the alias of the namespace to which an object was applied, for [World.Resolve].
func (w *World) remember(kind kube.Kind, namespace, name string) {
	if ref := (kube.Ref{Kind: kind, Namespace: namespace, Name: name}); !slices.Contains(w.brought, ref) {
		w.brought = append(w.brought, ref)
	}
	for alias, real := range w.namespaces {
		if real == namespace {
			w.applied[key(kind, name)] = alias
		}
	}
}

// Call gives an object a name within the scenario, for objects with generated names. From then on, Resolve finds it by that
// name and its kind.
func (w *World) Call(name string, ref kube.Ref) error {
	if other, taken := w.called[key(ref.Kind, name)]; taken && other != ref {
		return fmt.Errorf("%q is already the name of %s: choose another one", name, other)
	}
	w.called[key(ref.Kind, name)] = ref
	return nil
}

// key returns "kind/name" for built-in kinds, whose names are unique, and "kind.group/name" for custom resources, which may
// have the name of any kind.
func key(kind kube.Kind, name string) string {
	word := strings.ToLower(kind.GVK.Kind)
	if !kube.OfKubernetes(kind.GVK.Group) {
		word += "." + kind.GVK.Group
	}
	return word + "/" + name
}

// Resolve finds the object to which a step refers. kindName is a kind, plural or short name as in kubectl. name may be prefixed
// with the alias of its namespace ("mem2/memory-demo-2"); without a prefix it is in the namespace to which the object was
// applied, or else in the one that the scenario used last. Nodes may have their short names, namespaces their aliases.
func (w *World) Resolve(ctx context.Context, kindName, name string) (kube.Ref, error) {
	kind, err := w.Run.Client.KindByName(ctx, kindName)
	if err != nil {
		return kube.Ref{}, w.Decided(err)
	}
	if err := w.Watch(ctx, kind); err != nil {
		return kube.Ref{}, err
	}
	w.secrets = w.secrets || kind.GVK.GroupKind() == schema.GroupKind{Kind: "Secret"}
	if ref, ok := w.called[key(kind, name)]; ok {
		return ref, nil
	}
	if kind.GVK.GroupKind() == (schema.GroupKind{Kind: "Node"}) {
		name = w.node(name)
	}
	if kind.GVK.GroupKind() == (schema.GroupKind{Kind: "Namespace"}) {
		if real, ok := w.namespaces[name]; ok {
			name = real
		}
	}
	if !kind.Namespaced {
		return kube.Ref{Kind: kind, Name: name}, nil
	}
	alias, bare, qualified := strings.Cut(name, "/")
	if !qualified {
		alias, bare = w.aliasOf(kind, name), name
	}
	current := w.current
	visited, err := w.visit(ctx, alias)
	if err != nil {
		return kube.Ref{}, err
	}
	if _, ok := w.namespaces[alias]; !ok && qualified {
		return kube.Ref{}, fmt.Errorf("no namespace %q in this scenario: it has %s", alias, w.aliases())
	}
	namespace, err := w.Namespace(ctx, alias)
	if err != nil {
		return kube.Ref{}, err
	}
	if visited {
		w.current = current // a reference does not change the current namespace
	}
	return kube.Ref{Kind: kind, Namespace: namespace, Name: bare}, nil
}

// aliasOf returns the namespace to which the scenario has applied an object, or else the one in which the set-up has an object
// of this name, or else the one used last.
func (w *World) aliasOf(kind kube.Kind, name string) string {
	if alias, ok := w.applied[key(kind, name)]; ok {
		return alias
	}
	if place := w.Run.setUp.placeOfKey(key(kind, name)); place != "" && w.Scenario.SetUp == nil {
		return place
	}
	return w.current
}

// Brought returns the objects that the scenario has applied, without duplicates, in the order of their first apply.
func (w *World) Brought() []kube.Ref { return slices.Clone(w.brought) }

// Declared reports whether the scenario has applied a Namespace. Namespaces are ready at once and not included in Brought.
func (w *World) Declared() bool { return w.declared }

func (w *World) aliases() string {
	if len(w.namespaces) == 0 {
		return "none yet (apply a manifest first)"
	}
	var names []string
	for alias := range w.namespaces {
		names = append(names, fmt.Sprintf("%q", alias))
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}
