package operator

var containerPort = Operator{
	Name:    "container-port",
	Doc:     "Changes a container port that has a name, or is a host port. Other container ports are only informational: Kubernetes opens no port because of them.",
	Attacks: "The named port is the one that is served.",
	Kinds:   withPods,
	Weight:  30,
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
			`containerPort of container "web" is 81 instead of 80
-        - {name: http, containerPort: 80}
+        - {name: http, containerPort: 81}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inItems(c.Get("ports").Items(), func(port Value) Change {
			field := "containerPort"
			if port.Get("hostPort").Exists() {
				field = "hostPort"
			} else if !port.Get("name").Exists() {
				return Change{}
			}
			return port.Get(field).number(plus(1), field+" of "+c.Says(), "")
		})
	}),
}
