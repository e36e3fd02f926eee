package operator

var initContainerRemoved = Operator{
	Name:    "init-container-removed",
	Doc:     "Removes an init container or a sidecar.",
	Attacks: "What it prepares, or does in parallel with the containers, is needed.",
	Kinds:   withPods,
	Weight:  95,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
    - {name: setup, image: busybox}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`init container "setup" removed
-  initContainers:
-    - {name: setup, image: busybox}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, c := range obj.InitContainers() {
			all = append(all, c.Removed(c.Says()+" removed", c.runs()))
		}
		return all
	},
}
