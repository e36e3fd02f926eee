package operator

import "fmt"

var mountWritable = Operator{
	Name:    "mount-writable",
	Doc:     "Makes a read-only volume mount writable.",
	Attacks: "The container cannot change the files.",
	Kinds:   withPods,
	Weight:  60,
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
        - {name: data, mountPath: /data, readOnly: true}
`,
		Mutants: []string{
			`container "web" may write at /data
-        - {name: data, mountPath: /data, readOnly: true}
+        - {name: data, mountPath: /data}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		return inItems(c.Get("volumeMounts").Items(), func(item Value) Change {
			path := item.Get("mountPath").Text()
			if !item.Get("readOnly").True() {
				return Change{}
			}
			assert := c.inPod("running %s in %s exits with 1", quote("touch "+path+"/new"), c.ref())
			return item.Get("readOnly").Removed(fmt.Sprintf("%s may write at %s", c.Says(), path), assert)
		})
	}),
}
