package operator

import (
	"fmt"
	"strings"
)

var argumentRemoved = Operator{
	Name:    "argument-removed",
	Doc:     "Removes one flag of a container's command, with its value.",
	Attacks: "The flag does something that is checked.",
	Kinds:   withPods,
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: agnhost, args: [netexec, --http-port=8080, --delay, "5"]}
`,
		Mutants: []string{
			`flag --http-port=8080 of container "web" removed
-    - {name: web, image: agnhost, args: [netexec, --http-port=8080, --delay, "5"]}
+    - {name: web, image: agnhost, args: [netexec, --delay, "5"]}
`,
			`flag --delay of container "web" removed
-    - {name: web, image: agnhost, args: [netexec, --http-port=8080, --delay, "5"]}
+    - {name: web, image: agnhost, args: [netexec, --http-port=8080]}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		var all []Change
		for _, list := range []string{"command", "args"} {
			items := c.Get(list).Items()
			for i, item := range items {
				if flag := item.Text(); !strings.HasPrefix(flag, "-") || flag == "-c" {
					continue
				}
				change := item.Removed(fmt.Sprintf("flag %s of %s removed", item.Text(), c.Says()), "")
				if i+1 < len(items) && !strings.Contains(item.Text(), "=") && !strings.HasPrefix(items[i+1].Text(), "-") {
					change.Edits = append([]Edit{items[i+1].Remove()}, change.Edits...)
				}
				all = append(all, change)
			}
		}
		return all
	}),
}
