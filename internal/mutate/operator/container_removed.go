package operator

var containerRemoved = Operator{
	Name:    "container-removed",
	Doc:     "Removes a container from a pod that has others.",
	Attacks: "Each container does something that is checked.",
	Kinds:   withPods,
	Weight:  90,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: nginx}
    - {name: log, image: busybox}
`,
		Mutants: []string{
			`container "web" removed
-    - {name: web, image: nginx}
`,
			`container "log" removed
-    - {name: log, image: busybox}
`,
		},
	},
	Find: func(obj *Object) []Change {
		containers := obj.MainContainers()
		if len(containers) < 2 {
			return nil
		}
		var all []Change
		for _, c := range containers {
			all = append(all, c.Removed(c.Says()+" removed", c.runs()))
		}
		return all
	},
}
