package world

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// sameProject returns an error if the objects of a set-up in the cluster are those of another project that happens to have the
// same name: versions of one set-up have at least one object in common. Namespaces are not compared, because manifests need not
// name them.
func (s *setUp) sameProject(there []setUpObject, own []*unstructured.Unstructured) error {
	named := slices.DeleteFunc(slices.Clone(own), func(obj *unstructured.Unstructured) bool { return obj.GetName() == "" })
	if len(there) == 0 || len(named) == 0 {
		return nil
	}
	for _, obj := range named {
		gvk, name := obj.GroupVersionKind(), obj.GetName()
		if slices.ContainsFunc(there, func(o setUpObject) bool { return o.Kind.GroupKind() == gvk.GroupKind() && o.Name == name }) {
			return nil
		}
	}
	return fmt.Errorf("the set-up %q in this cluster is of another project: it has %s, and no object of this project: %w; "+
		"give this one a name of its own, setup-name in gherkind.yaml, or run the other project without keep-setup, which removes its set-up",
		s.ID, there[0], ErrNotOurs)
}
