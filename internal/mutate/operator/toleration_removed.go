package operator

var tolerationRemoved = Operator{
	Name:    "toleration-removed",
	Doc:     "Removes a toleration.",
	Attacks: "The pods may run on nodes with the taint, or stay there.",
	Kinds:   withPods,
	Weight:  85,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  tolerations:
    - {key: dedicated, operator: Exists}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`pod "web": toleration "dedicated" removed
-  tolerations:
-    - {key: dedicated, operator: Exists}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return removedItems(obj.PodSpec().Get("tolerations"), obj.Ref()+": toleration")
	},
}
