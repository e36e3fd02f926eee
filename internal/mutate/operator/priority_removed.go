package operator

var priorityRemoved = Operator{
	Name:    "priority-removed",
	Doc:     "Removes the priority class.",
	Attacks: "The pod preempts others, or is not preempted by them.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  priorityClassName: important
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`priorityClassName of pod "web" removed
-  priorityClassName: important
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.PodSpec().Get("priorityClassName").Removed("priorityClassName of "+obj.Ref()+" removed", "")}
	},
}
