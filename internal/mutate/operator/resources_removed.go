package operator

var resourcesRemoved = Operator{
	Name:    "resources-removed",
	Doc:     "Removes all requests and limits of a container, which changes its QoS class.",
	Attacks: "The pod has the intended QoS class.",
	Kinds:   withPods,
	Weight:  45,
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
        limits: {cpu: 500m}
`,
		Mutants: []string{
			`requests and limits of container "web" removed
-      resources:
-        requests: {cpu: 500m}
-        limits: {cpu: 500m}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		resources := c.Get("resources")
		if len(resources.Get("limits").Fields())+len(resources.Get("requests").Fields()) < 2 {
			return nil // request-removed and limit-removed do the same
		}
		return []Change{resources.Removed("requests and limits of "+c.Says()+" removed", "")}
	}),
}
