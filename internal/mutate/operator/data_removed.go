package operator

import "fmt"

var dataRemoved = Operator{
	Name:    "data-removed",
	Doc:     "Removes a key from a ConfigMap or a Secret.",
	Attacks: "What it configures depends on it.",
	Kinds:   []string{"ConfigMap", "Secret"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {color: blue}
`,
		Mutants: []string{
			`key color of configmap "settings" removed
-data: {color: blue}
+data: {}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, field := range []string{"data", "stringData", "binaryData"} {
			all = append(all, inFields(obj.Get(field), func(f Field) Change {
				return f.Removed(fmt.Sprintf("key %s of %s removed", f.Name, obj.Ref()), "")
			})...)
		}
		return all
	},
}
