package operator

import "fmt"

var mountRemoved = Operator{
	Name:    "mount-removed",
	Doc:     "Removes a volume mount of a container.",
	Attacks: "The container finds its files, or they outlive it.",
	Kinds:   withPods,
	Weight:  75,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes:
    - {name: data, emptyDir: {}}
  containers:
    - name: web
      image: nginx
      volumeMounts:
        - {name: data, mountPath: /data}
`,
		Mutants: []string{
			`container "web" mounts nothing at /data
-      volumeMounts:
-        - {name: data, mountPath: /data}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inItems(c.Get("volumeMounts").Items(), func(item Value) Change {
			path := item.Get("mountPath").Text()
			assert := ""
			if !c.Init || c.Sidecar {
				assert = c.inPod("running %s in %s exits with 0", quote("test -e "+path), c.ref())
			}
			return item.Removed(fmt.Sprintf("%s mounts nothing at %s", c.Says(), path), assert)
		})
	}),
}
