package operator

var limitLowered = Operator{
	Name:    "limit-lowered",
	Doc:     "Reduces a resource limit, and the request with it, to a tenth.",
	Attacks: "The limit leaves the container what it needs.",
	Kinds:   withPods,
	Weight:  60,
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
			`memory limit of container "web" is 10Mi instead of 100Mi
-        limits: {memory: 100Mi}
+        limits: {memory: 10Mi}
`,
		},
	},
	Find: inContainers(func(c Container) []Change { return c.scaledResources("limits", "limit", "requests", 0.1) }),
}
