package operator

import "fmt"

var affinityInverted = Operator{
	Name:    "affinity-inverted",
	Doc:     "Turns affinity into anti-affinity or the other way round, and the operators of node affinity into their opposites.",
	Attacks: "The pods run where they should, and not where they should not.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  affinity:
    podAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: kubernetes.io/hostname
          labelSelector: {matchLabels: {app: cache}}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`podAffinity of pod "web" is podAntiAffinity
+  containers:
+    - {name: web, image: nginx}
-    podAffinity:
+    podAntiAffinity:
-  containers:
-    - {name: web, image: nginx}
`,
		},
	},
	Find: func(obj *Object) []Change {
		affinity := obj.PodSpec().Get("affinity")
		with, against := affinity.Get("podAffinity"), affinity.Get("podAntiAffinity")
		var all []Change
		if with.Exists() && !against.Exists() {
			all = append(all, with.Removed("podAffinity of "+obj.Ref()+" is podAntiAffinity", "").with(against.Set(with)))
		}
		if against.Exists() && !with.Exists() {
			all = append(all, against.Removed("podAntiAffinity of "+obj.Ref()+" is podAffinity", obj.placed("podAntiAffinity")).with(with.Set(against)))
		}
		for _, rule := range obj.affinities() {
			if rule.sort == "nodeAffinity" {
				all = append(all, opposites(rule)...)
			}
		}
		return all
	},
}

// opposites returns the changes of each operator in a node affinity rule.
func opposites(rule affinity) []Change {
	terms := rule.Get("nodeSelectorTerms").Items()
	for _, item := range rule.Items() {
		terms = append(terms, item.Get("preference"))
	}
	var all []Change
	for _, term := range terms {
		for _, expression := range term.Get("matchExpressions").Items() {
			what := fmt.Sprintf("%s: operator of %s", rule.says, expression.brief())
			operator := expression.Get("operator")
			all = append(all, operator.flipped("In", "NotIn", what), operator.flipped("Exists", "DoesNotExist", what))
		}
	}
	return all
}
