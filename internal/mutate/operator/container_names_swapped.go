package operator

import "fmt"

var containerNamesSwapped = Operator{
	Name:    "container-names-swapped",
	Doc:     "Swaps the names of two containers.",
	Attacks: "Each container is the intended one.",
	Kinds:   withPods,
	Weight:  50,
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
			`names of containers "web" and "log" swapped
-    - {name: web, image: nginx}
-    - {name: log, image: busybox}
+    - {name: log, image: nginx}
+    - {name: web, image: busybox}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		list := obj.MainContainers()
		for i := 1; i < len(list); i++ {
			a, b := list[i-1].Get("name"), list[i].Get("name")
			if a.Exists() && b.Exists() {
				all = append(all, a.Becomes(b, fmt.Sprintf("names of containers %s and %s swapped", quote(a.Text()), quote(b.Text())), list[i-1].runs()).with(b.Set(a)))
			}
		}
		return all
	},
}
