package operator

import "fmt"

var disruptionBudget = Operator{
	Name:    "disruption-budget",
	Doc:     "Makes a PodDisruptionBudget allow all evictions, or none.",
	Attacks: "Evictions leave enough pods, and nodes can be drained.",
	Kinds:   []string{"PodDisruptionBudget"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec:
  minAvailable: 1
`,
		Mutants: []string{
			`minAvailable of poddisruptionbudget "web" is 0 instead of 1
-  minAvailable: 1
+  minAvailable: 0
`,
			`minAvailable of poddisruptionbudget "web" is 100% instead of 1
-  minAvailable: 1
+  minAvailable: 100%
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, name := range []string{"minAvailable", "maxUnavailable"} {
			v := obj.Get("spec", name)
			if v.Open() {
				continue
			}
			for _, to := range []any{0, "100%"} {
				if fmt.Sprint(to) != v.Text() {
					all = append(all, v.Becomes(to, fmt.Sprintf("%s of %s is %v instead of %s", name, obj.Ref(), to, v.Text()), ""))
				}
			}
		}
		return all
	},
}
