package operator

var networkRuleRemoved = Operator{
	Name:    "network-rule-removed",
	Doc:     "Removes a rule from a NetworkPolicy.",
	Attacks: "Traffic that the rule allows gets through.",
	Kinds:   []string{"NetworkPolicy"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {}
  ingress:
    - from: [{podSelector: {matchLabels: {app: client}}}]
`,
		Mutants: []string{
			`networkpolicy "web": ingress rule 1 removed
-  ingress:
-    - from: [{podSelector: {matchLabels: {app: client}}}]
+  ingress: []
`,
		},
	},
	Find: func(obj *Object) []Change {
		return append(removedItems(obj.Get("spec", "ingress"), obj.Ref()+": ingress rule"),
			removedItems(obj.Get("spec", "egress"), obj.Ref()+": egress rule")...)
	},
}
