package operator

var nodeNameRemoved = Operator{
	Name:    "node-name-removed",
	Doc:     "Lets the scheduler choose the node of a pod that named one.",
	Attacks: "The pod runs on that node.",
	Kinds:   withPods,
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  nodeName: worker
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`nodeName of pod "web" removed
-  nodeName: worker
`,
		},
	},
	Find: func(obj *Object) []Change {
		name := obj.PodSpec().Get("nodeName")
		return []Change{name.Removed("nodeName of "+obj.Ref()+" removed", obj.ifPod("is on node "+quote(name.Text())))}
	},
}
