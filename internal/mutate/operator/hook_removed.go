package operator

import "fmt"

var hookRemoved = Operator{
	Name:    "hook-removed",
	Doc:     "Removes a hook: postStart or preStop.",
	Attacks: "What the hook does is checked.",
	Kinds:   withPods,
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      lifecycle:
        preStop: {exec: {command: [nginx, -s, quit]}}
`,
		Mutants: []string{
			`preStop of container "web" removed
-      lifecycle:
-        preStop: {exec: {command: [nginx, -s, quit]}}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inFields(c.Get("lifecycle"), func(f Field) Change { return f.Removed(fmt.Sprintf("%s of %s removed", f.Name, c.Says()), "") })
	}),
}
