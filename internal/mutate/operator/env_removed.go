package operator

import "fmt"

var envRemoved = Operator{
	Name:    "env-removed",
	Doc:     "Removes an environment variable, or a source of variables.",
	Attacks: "The container is configured by it.",
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
      env:
        - {name: COLOR, value: blue}
      envFrom:
        - configMapRef: {name: settings}
`,
		Mutants: []string{
			`environment variable "COLOR" of container "web" removed
-      env:
-        - {name: COLOR, value: blue}
`,
			`envFrom of container "web": source 1 removed
-      envFrom:
-        - configMapRef: {name: settings}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		var all []Change
		for _, item := range c.Get("env").Items() {
			all = append(all, item.Removed(fmt.Sprintf("environment variable %s of %s removed", item.brief(), c.Says()), c.prints(item)))
		}
		return append(all, removedItems(c.Get("envFrom"), "envFrom of "+c.Says()+": source")...)
	}),
}

// prints returns a step that checks an environment variable in the container.
func (c Container) prints(variable Value) string {
	name, value := variable.Get("name").Text(), variable.Get("value").Text()
	if value == "" || c.Init && !c.Sidecar {
		return ""
	}
	return c.inPod("running %s in %s prints exactly %s", quote("echo $"+name), c.ref(), quote(value))
}
