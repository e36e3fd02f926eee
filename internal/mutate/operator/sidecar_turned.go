package operator

var sidecarTurned = Operator{
	Name:    "sidecar-turned",
	Doc:     "Turns a sidecar into an ordinary init container, or the other way round.",
	Attacks: "Later containers wait until an init container has ended, and do not wait for the end of a sidecar.",
	Kinds:   withPods,
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
    - {name: proxy, image: envoy, restartPolicy: Always}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`sidecar "proxy" is an ordinary init container
-    - {name: proxy, image: envoy, restartPolicy: Always}
+    - {name: proxy, image: envoy}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, c := range obj.InitContainers() {
			policy := c.Get("restartPolicy")
			if c.Sidecar {
				all = append(all, policy.Removed(c.Says()+" is an ordinary init container", c.runs()))
			} else {
				all = append(all, policy.Added("Always", c.Says()+" is a sidecar", c.runs()))
			}
		}
		return all
	},
}
