package operator

import "fmt"

var tolerationSeconds = Operator{
	Name:    "toleration-seconds",
	Doc:     "Makes pods stay ten times as long on a node with a taint.",
	Attacks: "The pods leave the node on time.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  tolerations:
    - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`tolerationSeconds of pod "web" for "node.kubernetes.io/unreachable" is 50 instead of 5
-    - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
+    - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 50}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.PodSpec().Get("tolerations").Items(), func(item Value) Change {
			return item.Get("tolerationSeconds").number(tenfold, fmt.Sprintf("tolerationSeconds of %s for %s", obj.Ref(), item.brief()), "")
		})
	},
}
