package operator

import "strings"

var imageMissing = Operator{
	Name:    "image-missing",
	Doc:     "Uses an image that no registry has: registry.invalid/none.",
	Attacks: "The container runs.",
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
		Mutants: []string{
			`image of container "web" is one that does not exist
-    - {name: web, image: nginx}
+    - {name: web, image: registry.invalid/none}
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		image := c.Get("image")
		if strings.Contains(image.Text(), ".invalid/") {
			return nil
		}
		return []Change{image.Becomes(noImage, "image of "+c.Says()+" is one that does not exist", c.runs())}
	}),
}

// noImage is in no registry: names below .invalid do not resolve (RFC 6761).
const noImage = "registry.invalid/none"
