package operator

import "fmt"

var limitRemoved = Operator{
	Name:    "limit-removed",
	Doc:     "Removes a resource limit.",
	Attacks: "The container is kept within the limit.",
	Kinds:   withPods,
	Weight:  90,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      resources:
        limits: {memory: 100Mi}
`,
		Mutants: []string{
			`memory limit of container "web" removed
-      resources:
-        limits: {memory: 100Mi}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inFields(c.Get("resources", "limits"), func(f Field) Change {
			return f.Removed(fmt.Sprintf("%s limit of %s removed", f.Name, c.Says()), "")
		})
	}),
}
