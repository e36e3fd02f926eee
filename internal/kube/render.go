package kube

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Rewriter maps the names in a manifest to those of this scenario on this cluster.
type Rewriter struct {
	// Namespace returns the real namespace for an alias. The alias is "" if a document names no namespace.
	Namespace func(alias string) (string, error)
	// Own returns the real namespace for an alias of the scenario; own is false for other names, which are the cluster's. Nil
	// knows none.
	Own func(alias string) (name string, own bool, err error)
	// Image returns the real image for a name; unknown names are returned unchanged.
	Image func(name string) string
	// Node returns the full name for a node's short name; unknown names are returned unchanged.
	Node func(name string) string
	// Namespaced reports whether the document's kind is namespaced.
	Namespaced bool
}

// Render returns a copy of the document with namespaces and images replaced.
func (d Document) Render(r Rewriter) (Document, error) {
	d.Object = d.Object.DeepCopy()
	return d, r.rewrite(d.Object)
}

// DeclaresNamespace reports whether the document is a Namespace. In a scenario it sets the namespace's alias, labels and
// annotations.
func (d Document) DeclaresNamespace() bool {
	return d.Object.GetKind() == "Namespace" && d.Object.GetAPIVersion() == "v1"
}

// DefinesKind reports whether the document is a CustomResourceDefinition, which
// other documents of the same manifest may need.
func (d Document) DefinesKind() bool { return d.Object.GetKind() == "CustomResourceDefinition" }

func (r Rewriter) rewrite(obj *unstructured.Unstructured) error {
	if r.Namespaced {
		name, err := r.Namespace(obj.GetNamespace())
		if err != nil {
			return err
		}
		obj.SetNamespace(name)
	}
	if err := r.references(obj); err != nil {
		return err
	}
	for _, spec := range podSpecs(obj.Object) {
		r.podSpec(spec)
	}
	return nil
}

func (r Rewriter) podSpec(spec map[string]any) {
	if r.Image != nil {
		r.images(spec)
	}
	if r.Node != nil {
		r.nodes(spec)
	}
}

func (r Rewriter) images(spec map[string]any) {
	for _, list := range containerLists {
		containers, ok := spec[list].([]any)
		if !ok {
			continue
		}
		for _, c := range containers {
			container, ok := c.(map[string]any)
			if !ok {
				continue
			}
			if image, ok := container["image"].(string); ok {
				container["image"] = r.Image(image)
			}
		}
	}
}

func nested(object map[string]any, path ...string) (map[string]any, bool) {
	for _, key := range path {
		next, ok := object[key].(map[string]any)
		if !ok {
			return nil, false
		}
		object = next
	}
	return object, true
}
