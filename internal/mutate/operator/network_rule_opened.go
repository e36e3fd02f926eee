package operator

import "fmt"

var networkRuleOpened = Operator{
	Name:    "network-rule-opened",
	Doc:     "Has a rule of a network policy be for every pod, or every port, and leaves a direction out.",
	Attacks: "What no rule lets through does not get through.",
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
      ports: [{port: 80}]
`,
		Mutants: []string{
			`from of ingress rule 1 of networkpolicy "web" removed
-    - from: [{podSelector: {matchLabels: {app: client}}}]
-      ports: [{port: 80}]
+    - ports: [{port: 80}]
`,
			`ports of ingress rule 1 of networkpolicy "web" removed
-      ports: [{port: 80}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, direction := range []string{"ingress", "egress"} {
			for i, rule := range obj.Get("spec", direction).Items() {
				for _, field := range []string{"from", "to", "ports"} {
					all = append(all, rule.Get(field).Removed(fmt.Sprintf("%s of %s rule %d of %s removed", field, direction, i+1, obj.Ref()), ""))
				}
			}
		}
		if types := obj.Get("spec", "policyTypes"); len(types.Items()) > 1 {
			all = append(all, removedItems(types, obj.Ref()+": policy type")...)
		}
		return all
	},
}
