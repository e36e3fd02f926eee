package operator

var schedulerRemoved = Operator{
	Name:    "scheduler-removed",
	Doc:     "Makes the default scheduler place pods that are for another one.",
	Attacks: "The pods are placed by the named scheduler.",
	Kinds:   withPods,
	Weight:  40,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  schedulerName: batch
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`schedulerName of pod "web" removed
-  schedulerName: batch
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.PodSpec().Get("schedulerName").Removed("schedulerName of "+obj.Ref()+" removed", "")}
	},
}
