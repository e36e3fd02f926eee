package operator

var gracePeriod = Operator{
	Name:    "grace-period",
	Doc:     "Makes pods terminate after one second if they had longer and, with a preStop hook, after thirty if they did not.",
	Attacks: "Pods have the time that they need to terminate, or no more than that.",
	Kinds:   withPods,
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 60
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`terminationGracePeriodSeconds of pod "web" is 1 instead of 60
-  terminationGracePeriodSeconds: 60
+  terminationGracePeriodSeconds: 1
`,
		},
	},
	Find: func(obj *Object) []Change {
		hook := false
		for _, c := range obj.Containers() {
			hook = hook || c.Get("lifecycle", "preStop").Exists()
		}
		to := func(n int) int {
			if n > 2 {
				return 1
			}
			if hook {
				return 30
			}
			return n
		}
		return []Change{obj.PodSpec().Get("terminationGracePeriodSeconds").number(to, "terminationGracePeriodSeconds of "+obj.Ref(), "")}
	},
}
