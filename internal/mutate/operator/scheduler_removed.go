package operator

var schedulerRemoved = Operator{
	Name:    "scheduler-removed",
	Doc:     "Has the scheduler of the cluster place pods that were for another one.",
	Attacks: "The pods are placed by the scheduler that is named.",
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
