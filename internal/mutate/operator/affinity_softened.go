package operator

var affinitySoftened = Operator{
	Name:    "affinity-softened",
	Doc:     "Turns a required affinity or anti-affinity rule into a preferred one.",
	Attacks: "The rule holds even if the scheduler would prefer another node.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`required nodeAffinity of pod "web" is only preferred
-  affinity:
-    nodeAffinity:
-      requiredDuringSchedulingIgnoredDuringExecution:
-        nodeSelectorTerms:
-          - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
+  affinity:
+    nodeAffinity:
+      preferredDuringSchedulingIgnoredDuringExecution: [{preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}, weight: 100}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, rule := range obj.affinities() {
			soft := obj.PodSpec().Get("affinity", rule.sort, preferred)
			if !rule.required || soft.Exists() {
				continue
			}
			terms, name := rule.Items(), "podAffinityTerm"
			if rule.sort == "nodeAffinity" {
				terms, name = rule.Get("nodeSelectorTerms").Items(), "preference"
			}
			var list []any
			for _, term := range terms {
				list = append(list, map[string]any{"weight": 100, name: term})
			}
			all = append(all, rule.Removed(rule.says+" is only preferred", rule.assert).with(soft.Set(list)))
		}
		return all
	},
}
