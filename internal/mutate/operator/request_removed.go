package operator

import "fmt"

var requestRemoved = Operator{
	Name:    "request-removed",
	Doc:     "Removes a resource request.",
	Attacks: "The scheduler reserves room for the container.",
	Kinds:   withPods,
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      resources:
        requests: {cpu: 500m}
`,
		Mutants: []string{
			`cpu request of container "web" removed
-      resources:
-        requests: {cpu: 500m}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inFields(c.Get("resources", "requests"), func(f Field) Change {
			return f.Removed(fmt.Sprintf("%s request of %s removed", f.Name, c.Says()), "")
		})
	}),
}
