package kube

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Rewriter says what the names in a manifest stand for in this scenario on
// this cluster.
type Rewriter struct {
	// Namespace gives the real namespace for an alias; "" is asked for when a document names none.
	Namespace func(alias string) (string, error)
	// Image gives the real image for a name; names it does not know come back unchanged.
	Image func(name string) string
	// Namespaced tells whether a kind lives in namespaces.
	Namespaced func(obj *unstructured.Unstructured) (bool, error)
}

// Render returns copies of the manifest's objects with namespaces and images
// replaced. A document of kind Namespace only declares an alias: the namespace
// is made, and the document is not among the objects.
func (m *Manifest) Render(r Rewriter) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	for _, doc := range m.Docs {
		if doc.Object.GetKind() == "Namespace" && doc.Object.GetAPIVersion() == "v1" {
			if _, err := r.Namespace(doc.Object.GetName()); err != nil {
				return nil, fmt.Errorf("line %d: %w", doc.Line, err)
			}
			continue
		}
		obj := doc.Object.DeepCopy()
		if err := r.rewrite(obj); err != nil {
			return nil, fmt.Errorf("line %d: %w", doc.Line, err)
		}
		objects = append(objects, obj)
	}
	return objects, nil
}

func (r Rewriter) rewrite(obj *unstructured.Unstructured) error {
	namespaced := true
	if r.Namespaced != nil {
		var err error
		if namespaced, err = r.Namespaced(obj); err != nil {
			return err
		}
	}
	if namespaced {
		name, err := r.Namespace(obj.GetNamespace())
		if err != nil {
			return err
		}
		obj.SetNamespace(name)
	}
	if err := r.subjects(obj); err != nil {
		return err
	}
	if r.Image != nil {
		for _, path := range podSpecs {
			if spec, ok := nested(obj.Object, path...); ok {
				r.images(spec)
			}
		}
	}
	return nil
}

// podSpecs are the places where a pod's spec stands: in a Pod, in a template
// as all workload kinds have it, in a CronJob's job template.
var podSpecs = [][]string{
	{"spec"},
	{"spec", "template", "spec"},
	{"spec", "jobTemplate", "spec", "template", "spec"},
}

func (r Rewriter) images(spec map[string]any) {
	for _, list := range []string{"initContainers", "containers", "ephemeralContainers"} {
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

// subjects replaces the namespaces of the service accounts in role bindings.
func (r Rewriter) subjects(obj *unstructured.Unstructured) error {
	subjects, ok := obj.Object["subjects"].([]any)
	if !ok {
		return nil
	}
	for _, s := range subjects {
		subject, ok := s.(map[string]any)
		if !ok || subject["kind"] != "ServiceAccount" {
			continue
		}
		alias, ok := subject["namespace"].(string)
		if !ok {
			continue
		}
		name, err := r.Namespace(alias)
		if err != nil {
			return err
		}
		subject["namespace"] = name
	}
	return nil
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
