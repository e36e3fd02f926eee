package operator

import "fmt"

var podLabelRemoved = Operator{
	Name:    "pod-label-removed",
	Doc:     "Removes a label from pods that the workload's own selector does not need.",
	Attacks: "Objects that select pods find them by the label.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`label app of pod "web" removed
-  labels: {app: web}
`,
		},
	},
	Find: func(obj *Object) []Change {
		own := obj.Get("spec", "selector", "matchLabels")
		if obj.Kind == "ReplicationController" {
			own = obj.Get("spec", "selector")
		}
		return inFields(obj.PodMeta().Get("labels"), func(f Field) Change {
			if obj.Kind != "Pod" && own.Get(f.Name).Exists() {
				return Change{} // the API server refuses it
			}
			assert, of := "", "the pods of "+obj.Ref()
			if obj.Kind == "Pod" {
				of = obj.Ref()
				assert = fmt.Sprintf("there is 1 pod labelled %s", quote(f.Name+"="+f.Text()))
			}
			return f.Removed(fmt.Sprintf("label %s of %s removed", f.Name, of), assert)
		})
	},
}
