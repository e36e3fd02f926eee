package operator

import "fmt"

var requestRaised = Operator{
	Name:    "request-raised",
	Doc:     "Makes a request for a resource, and the limit with it, ten thousand times what it was.",
	Attacks: "The pod fits on a node.",
	Kinds:   withPods,
	Weight:  70,
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
			`cpu request of container "web" is 5000000m instead of 500m
-        requests: {cpu: 500m}
+        requests: {cpu: 5000000m}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inFields(c.Get("resources", "requests"), func(f Field) Change {
			change := f.quantity(10000, fmt.Sprintf("%s request of %s", f.Name, c.Says()), c.obj.isUp())
			limit := c.Get("resources", "limits", f.Name)
			if to, ok := scaled(limit.Text(), 10000); ok {
				return change.with(limit.Set(to))
			}
			return change
		})
	}),
}
