package operator

var portRenamed = Operator{
	Name:    "port-renamed",
	Doc:     "Gives a port of a container another name.",
	Attacks: "Services and probes that name the port find it.",
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
      ports:
        - {name: http, containerPort: 80}
`,
		Mutants: []string{
			`name of a port of container "web" is mutated instead of http
-        - {name: http, containerPort: 80}
+        - {name: mutated, containerPort: 80}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inItems(c.Get("ports").Items(), func(port Value) Change {
			return port.Get("name").text("mutated", "name of a port of "+c.Says(), "")
		})
	}),
}
