package operator

import "fmt"

var quota = Operator{
	Name:    "quota",
	Doc:     "Removes a limit from a ResourceQuota, or sets it to zero.",
	Attacks: "The namespace gets what it needs, and no more.",
	Kinds:   []string{"ResourceQuota"},
	Weight:  75,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ResourceQuota
metadata: {name: pods}
spec:
  hard: {pods: "2"}
`,
		Mutants: []string{
			`pods of resourcequota "pods" removed
-  hard: {pods: "2"}
+  hard: {}
`,
			`pods of resourcequota "pods" is 0 instead of 2
-  hard: {pods: "2"}
+  hard: {pods: "0"}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, f := range obj.Get("spec", "hard").Fields() {
			all = append(all, f.Removed(fmt.Sprintf("%s of %s removed", f.Name, obj.Ref()), ""))
			if f.Text() != "0" {
				all = append(all, f.Becomes("0", fmt.Sprintf("%s of %s is 0 instead of %s", f.Name, obj.Ref(), f.Text()), ""))
			}
		}
		return all
	},
}
