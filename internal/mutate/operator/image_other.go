package operator

import "strings"

var imageOther = Operator{
	Name:    "image-other",
	Doc:     "Makes a container without a command run another existing image: that of another container in the manifest, or busybox.",
	Attacks: "The container does what only its image can do.",
	Kinds:   withPods,
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`image of container "web" is busybox instead of nginx
-    - {name: web, image: nginx}
+    - {name: web, image: busybox}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		image := c.Get("image")
		other := c.obj.otherImage(image.Text())
		if strings.Contains(image.Text(), ".invalid") || other == "" || c.Get("command").Exists() {
			return nil
		}
		return []Change{image.text(other, "image of "+c.Says(), "")}
	}),
}

// otherImage returns the first other image of the manifest, or busybox if there is none; "" if image is busybox itself.
func (o *Object) otherImage(image string) string {
	for _, obj := range o.all.pods {
		for _, c := range obj.Containers() {
			if v := c.Get("image"); v.IsText() && v.Text() != image && !strings.Contains(v.Text(), ".invalid") {
				return v.Text()
			}
		}
	}
	if strings.Contains(image, "busybox") {
		return ""
	}
	return "busybox"
}
