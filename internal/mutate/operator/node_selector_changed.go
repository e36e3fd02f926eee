package operator

import "fmt"

var nodeSelectorChanged = Operator{
	Name:    "node-selector-changed",
	Doc:     "Makes the node selector require a label that no node has.",
	Attacks: "The pods run, because there is a node for them.",
	Kinds:   withPods,
	Weight:  60,
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
			`node selector disk of pod "web" is mutated instead of ssd
-  nodeSelector: {disk: ssd}
+  nodeSelector: {disk: mutated}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inFields(obj.PodSpec().Get("nodeSelector"), func(f Field) Change {
			to := "mutated"
			return f.text(to, fmt.Sprintf("node selector %s of %s", f.Name, obj.Ref()), obj.isUp())
		})
	},
}
