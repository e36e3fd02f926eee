package operator

import "fmt"

var schedulingGateRemoved = Operator{
	Name:    "scheduling-gate-removed",
	Doc:     "Removes a scheduling gate.",
	Attacks: "The pod waits until the gate is removed.",
	Kinds:   withPods,
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  schedulingGates:
    - name: example.com/paid
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`pod "web": scheduling gate "example.com/paid" removed
-  schedulingGates:
-    - name: example.com/paid
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.PodSpec().Get("schedulingGates").Items(), func(gate Value) Change {
			return gate.Removed(fmt.Sprintf("%s: scheduling gate %s removed", obj.Ref(), gate.brief()), obj.ifPod("is SchedulingGated"))
		})
	},
}
