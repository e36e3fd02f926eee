package operator

var pullPolicy = Operator{
	Name:    "pull-policy",
	Doc:     "Makes an image never be pulled, or be pulled although it should not be.",
	Attacks: "The image comes from the intended source.",
	Kinds:   withPods,
	Weight:  30,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: nginx, imagePullPolicy: Always}
`,
		Mutants: []string{
			`imagePullPolicy of container "web" is Never instead of Always
-    - {name: web, image: nginx, imagePullPolicy: Always}
+    - {name: web, image: nginx, imagePullPolicy: Never}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		policy, to := c.Get("imagePullPolicy"), "Never"
		if policy.Text() == to {
			to = "Always"
		}
		return []Change{policy.text(to, "imagePullPolicy of "+c.Says(), "")}
	}),
}
