package operator

import "fmt"

var spreadRemoved = Operator{
	Name:    "spread-removed",
	Doc:     "Removes a topology spread constraint.",
	Attacks: "The pods are spread.",
	Kinds:   withPods,
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: DoNotSchedule
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`pod "web": spreading over "kubernetes.io/hostname" removed
-  topologySpreadConstraints:
-    - maxSkew: 1
-      topologyKey: kubernetes.io/hostname
-      whenUnsatisfiable: DoNotSchedule
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.PodSpec().Get("topologySpreadConstraints").Items(), func(rule Value) Change {
			return rule.Removed(fmt.Sprintf("%s: spreading over %s removed", obj.Ref(), rule.brief()), obj.placed("podAntiAffinity"))
		})
	},
}
