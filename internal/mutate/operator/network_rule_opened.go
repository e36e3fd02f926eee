package operator

import "fmt"

var networkRuleOpened = Operator{
	Name:    "network-rule-opened",
	Doc:     "Makes a rule of a NetworkPolicy apply to every pod, or every port, or removes a policy type.",
	Attacks: "Traffic that no rule allows is blocked.",
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
