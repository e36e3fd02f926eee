package operator

import "fmt"

// noImage is in no registry: names below .invalid lead nowhere (RFC 6761).
const noImage = "registry.invalid/none"

var imageMissing = Operator{
	Name:    "image-missing",
	Doc:     "Names an image that no registry has, " + noImage + ".",
	Attacks: "The container runs at all.",
	Kinds:   withPods,
	Weight:  95,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{`image of container "web" is one that does not exist
-    - {name: web, image: nginx}
+    - {name: web, image: registry.invalid/none}
`},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, c := range obj.Containers() {
			if image := c.Get("image"); image.Exists() && image.Text() != noImage {
				all = append(all, Change{
					Edits: []Edit{image.Set(noImage)}, Path: image.Path(),
					Says: fmt.Sprintf("image of %s is one that does not exist", c.Says()), Assert: c.runs(),
				})
			}
		}
		return all
	},
}

// runs is a step that notices whether the container runs.
func (c Container) runs() string {
	switch {
	case c.obj.Kind == "Pod" && c.Init && !c.Sidecar:
		return fmt.Sprintf("container %q of pod %q was terminated with reason %q", c.Name, c.obj.Name, "Completed")
	case c.obj.Kind == "Pod":
		return fmt.Sprintf("container %q of pod %q is running", c.Name, c.obj.Name)
	}
	return c.obj.isUp()
}

// isUp is a step that notices whether the pods of a workload come up.
func (o *Object) isUp() string {
	switch o.Kind {
	case "Pod":
		return fmt.Sprintf("pod %q is ready", o.Name)
	case "Deployment", "StatefulSet", "DaemonSet":
		return o.Ref() + " is rolled out"
	case "Job":
		return fmt.Sprintf("job %q has the condition %q", o.Name, "Complete")
	case "ReplicaSet", "ReplicationController":
		if n, ok := o.Get("spec", "replicas").Int(); ok {
			return fmt.Sprintf("%s has %d ready replica(s)", o.Ref(), n)
		}
	}
	return ""
}
