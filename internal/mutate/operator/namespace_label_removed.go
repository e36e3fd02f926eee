package operator

import "fmt"

var namespaceLabelRemoved = Operator{
	Name:    "namespace-label-removed",
	Doc:     "Removes a label from a namespace.",
	Attacks: "What applies to namespaces with that label, such as Pod Security, applies to this one.",
	Kinds:   []string{"Namespace"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: baseline}
`,
		Mutants: []string{
			`label pod-security.kubernetes.io/enforce of namespace "shop" removed
-  labels: {pod-security.kubernetes.io/enforce: baseline}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inFields(obj.Get("metadata", "labels"), func(f Field) Change {
			return f.Removed(fmt.Sprintf("label %s of %s removed", f.Name, obj.Ref()), "")
		})
	},
}
