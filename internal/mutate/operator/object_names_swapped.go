package operator

import (
	"fmt"
	"reflect"
)

var objectNamesSwapped = Operator{
	Name:    "object-names-swapped",
	Doc:     "Swaps the names of two objects of one kind.",
	Attacks: "Each object is the intended one, not any object of its kind.",
	Weight:  40,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: blue}
data: {color: blue}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: green}
data: {color: green}
`,
		Mutants: []string{
			`names of configmap "blue" and configmap "green" swapped
-metadata: {name: blue}
+metadata: {name: green}
-metadata: {name: green}
+metadata: {name: blue}
`,
		},
	},
	Find: func(obj *Object) []Change {
		next := obj.nextOfKind()
		if next == nil || obj.likeButForName(next) {
			return nil
		}
		a, b := obj.Get("metadata", "name"), next.Get("metadata", "name")
		there := b.Set(a)
		there.Of = next
		return []Change{a.Becomes(b, fmt.Sprintf("names of %s and %s swapped", obj.Ref(), next.Ref()), "").with(there)}
	},
}

// nextOfKind returns the next object of the kind in the manifest, or nil.
func (o *Object) nextOfKind() *Object {
	for _, other := range o.all.list[o.number+1:] {
		if other.Kind == o.Kind && other.APIVersion == o.APIVersion && other.Namespace == o.Namespace && other.Name != o.Name {
			return other
		}
	}
	return nil
}

// likeButForName reports whether two objects differ only in their names, so that swapping these changes nothing.
func (o *Object) likeButForName(other *Object) bool {
	var mine, theirs map[string]any
	if o.node.Decode(&mine) != nil || other.node.Decode(&theirs) != nil {
		return false
	}
	for _, all := range []map[string]any{mine, theirs} {
		if meta, ok := all["metadata"].(map[string]any); ok {
			delete(meta, "name")
		}
	}
	return reflect.DeepEqual(mine, theirs)
}
