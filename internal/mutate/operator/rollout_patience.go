package operator

var rolloutPatience = Operator{
	Name:    "rollout-patience",
	Doc:     "Makes a pod count as available immediately, and gives a rollout ten times as long before it counts as failed.",
	Attacks: "A pod must be ready for a while; a rollout that hangs is noticed.",
	Kinds:   []string{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"},
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  minReadySeconds: 5
  progressDeadlineSeconds: 30
`,
		Mutants: []string{
			`minReadySeconds of deployment "web" removed
-  minReadySeconds: 5
`,
			`progressDeadlineSeconds of deployment "web" is 300 instead of 30
-  progressDeadlineSeconds: 30
+  progressDeadlineSeconds: 300
`,
		},
	},
	Find: func(obj *Object) []Change {
		spec := obj.Get("spec")
		return []Change{
			spec.Get("minReadySeconds").Removed("minReadySeconds of "+obj.Ref()+" removed", ""),
			spec.Get("progressDeadlineSeconds").number(tenfold, "progressDeadlineSeconds of "+obj.Ref(), ""),
		}
	},
}
