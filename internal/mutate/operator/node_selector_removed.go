package operator

import "fmt"

var nodeSelectorRemoved = Operator{
	Name:    "node-selector-removed",
	Doc:     "Removes a label from the node selector.",
	Attacks: "The pods run on the intended nodes.",
	Kinds:   withPods,
	Weight:  85,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  nodeSelector: {disk: ssd}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`node selector disk of pod "web" removed
-  nodeSelector: {disk: ssd}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inFields(obj.PodSpec().Get("nodeSelector"), func(f Field) Change {
			assert := ""
			if obj.Kind != "Pod" {
				assert = fmt.Sprintf("every pod of %s is on a node labelled %s", obj.Ref(), quote(f.Name+"="+f.Text()))
			}
			return f.Removed(fmt.Sprintf("node selector %s of %s removed", f.Name, obj.Ref()), assert)
		})
	},
}
