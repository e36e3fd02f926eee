package operator

import "fmt"

var limitRange = Operator{
	Name:    "limit-range",
	Doc:     "Removes a limit or a default from a LimitRange.",
	Attacks: "Containers without a value get the default, and no container exceeds the limits.",
	Kinds:   []string{"LimitRange"},
	Weight:  75,
	Example: Example{
		Manifest: `apiVersion: v1
kind: LimitRange
metadata: {name: memory}
spec:
  limits:
    - {type: Container, default: {memory: 100Mi}}
`,
		Mutants: []string{
			`default of memory in limitrange "memory" removed
-    - {type: Container, default: {memory: 100Mi}}
+    - {type: Container, default: {}}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, limit := range obj.Get("spec", "limits").Items() {
			for _, sort := range limit.Fields() {
				all = append(all, inFields(sort.Value, func(f Field) Change {
					return f.Removed(fmt.Sprintf("%s of %s in %s removed", sort.Name, f.Name, obj.Ref()), "")
				})...)
			}
		}
		return all
	},
}
