package operator

import "fmt"

var volumeEmptied = Operator{
	Name:    "volume-emptied",
	Doc:     "Replaces the source of a volume by an emptyDir.",
	Attacks: "The files in the volume are the intended ones, or outlive the pod.",
	Kinds:   withPods,
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes:
    - name: settings
      configMap: {name: settings}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`volume "settings" is empty instead of a configMap
-      configMap: {name: settings}
+      emptyDir: {}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.PodSpec().Get("volumes").Items(), func(volume Value) Change {
			for _, source := range volume.Fields() {
				if source.Name != "name" && source.Name != "emptyDir" {
					says := fmt.Sprintf("volume %s is empty instead of a %s", volume.brief(), source.Name)
					return source.Removed(says, "").with(volume.Get("emptyDir").Set(map[string]any{}))
				}
			}
			return Change{}
		})
	},
}
