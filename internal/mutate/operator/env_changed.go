package operator

import "fmt"

var envChanged = Operator{
	Name:    "env-changed",
	Doc:     "Changes the value of an environment variable.",
	Attacks: "The value matters, not only its presence.",
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
      env:
        - {name: COLOR, value: blue}
`,
		Mutants: []string{
			`environment variable "COLOR" of container "web" is blue-mutated instead of blue
-        - {name: COLOR, value: blue}
+        - {name: COLOR, value: blue-mutated}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inItems(c.Get("env").Items(), func(item Value) Change {
			value := item.Get("value")
			return value.text(otherText(value.Text()), fmt.Sprintf("environment variable %s of %s", item.brief(), c.Says()), c.prints(item))
		})
	}),
}
