package operator

var affinityHardened = Operator{
	Name:    "affinity-hardened",
	Doc:     "Turns a preferred affinity or anti-affinity rule into a required one.",
	Attacks: "The pods also run if the rule cannot be satisfied.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  affinity:
    nodeAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 1
          preference:
            matchExpressions: [{key: disk, operator: In, values: [ssd]}]
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`preferred nodeAffinity of pod "web" is required
-  affinity:
-    nodeAffinity:
-      preferredDuringSchedulingIgnoredDuringExecution:
-        - weight: 1
-          preference:
-            matchExpressions: [{key: disk, operator: In, values: [ssd]}]
+  affinity:
+    nodeAffinity:
+      requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}]}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, rule := range obj.affinities() {
			hard := obj.PodSpec().Get("affinity", rule.sort, required)
			if rule.required || hard.Exists() {
				continue
			}
			var terms []any
			for _, item := range rule.Items() {
				if rule.sort == "nodeAffinity" {
					terms = append(terms, item.Get("preference"))
				} else {
					terms = append(terms, item.Get("podAffinityTerm"))
				}
			}
			var value any = terms
			if rule.sort == "nodeAffinity" {
				value = map[string]any{"nodeSelectorTerms": terms}
			}
			all = append(all, rule.Removed(rule.says+" is required", obj.isUp()).with(hard.Set(value)))
		}
		return all
	},
}
