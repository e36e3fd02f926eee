package operator

var autoscaler = Operator{
	Name:    "autoscaler",
	Doc:     "Makes an autoscaler keep one pod more, allow one more, or scale at ten times the load.",
	Attacks: "There are as many pods as the load needs, within the bounds.",
	Kinds:   []string{"HorizontalPodAutoscaler"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 4
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
`,
		Mutants: []string{
			`minReplicas of horizontalpodautoscaler "web" is 3 instead of 2
-  minReplicas: 2
+  minReplicas: 3
`,
			`maxReplicas of horizontalpodautoscaler "web" is 5 instead of 4
-  maxReplicas: 4
+  maxReplicas: 5
`,
			`averageUtilization of horizontalpodautoscaler "web" is 500 instead of 50
-      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
+      resource: {name: cpu, target: {type: Utilization, averageUtilization: 500}}
`,
		},
	},
	Find: func(obj *Object) []Change {
		spec := obj.Get("spec")
		all := []Change{
			spec.Get("minReplicas").number(plus(1), "minReplicas of "+obj.Ref(), ""),
			spec.Get("maxReplicas").number(plus(1), "maxReplicas of "+obj.Ref(), ""),
		}
		for _, metric := range spec.Get("metrics").Items() {
			for _, source := range metric.Fields() {
				all = append(all, source.Get("target", "averageUtilization").number(tenfold, "averageUtilization of "+obj.Ref(), ""))
			}
		}
		return all
	},
}
