package operator

var requestRaised = Operator{
	Name:    "request-raised",
	Doc:     "Multiplies a resource request, and the limit with it, by ten thousand.",
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
	Find: inContainers(func(c Container) []Change { return c.scaledResources("requests", "request", "limits", 10000) }),
}
