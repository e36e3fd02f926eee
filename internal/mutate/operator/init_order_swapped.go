package operator

import "fmt"

var initOrderSwapped = Operator{
	Name:    "init-order-swapped",
	Doc:     "Swaps two consecutive init containers.",
	Attacks: "They run in the order in which they are needed.",
	Kinds:   withPods,
	Weight:  85,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
    - {name: first, image: busybox}
    - {name: second, image: busybox}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`init container "first" stands behind init container "second"
-    - {name: first, image: busybox}
+    - {name: first, image: busybox}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		list := obj.InitContainers()
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			ended := "succeeded"
			if a.Sidecar {
				ended = "started"
			}
			assert := a.inPod("%s started after container %s %s", b.ref(), quote(a.Name), ended)
			all = append(all, a.Becomes(b.Value, fmt.Sprintf("%s stands behind %s", a.Says(), b.Says()), assert).with(b.Set(a.Value)))
		}
		return all
	},
}
