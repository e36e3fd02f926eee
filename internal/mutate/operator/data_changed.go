package operator

import (
	"fmt"
	"strings"
)

var dataChanged = Operator{
	Name:    "data-changed",
	Doc:     "Changes a value of a ConfigMap or a Secret; a value with several lines becomes empty.",
	Attacks: "The value matters, not only its presence.",
	Kinds:   []string{"ConfigMap", "Secret"},
	Weight:  65,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {color: blue}
`,
		Mutants: []string{
			`value of key color of configmap "settings" changed
-data: {color: blue}
+data: {color: blue-mutated}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, field := range []string{"data", "stringData"} {
			all = append(all, inFields(obj.Get(field), func(f Field) Change {
				if !f.IsText() {
					return Change{}
				}
				to := otherText(f.Text())
				if strings.Contains(f.Text(), "\n") {
					to = ""
				}
				if field == "data" && obj.Kind == "Secret" {
					to = "bXV0YXRlZA==" // base64
				}
				return f.Becomes(to, fmt.Sprintf("value of key %s of %s changed", f.Name, obj.Ref()), "")
			})...)
		}
		return all
	},
}
