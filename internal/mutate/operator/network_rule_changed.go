package operator

import "fmt"

var networkRuleChanged = Operator{
	Name:    "network-rule-changed",
	Doc:     "Makes a rule of a NetworkPolicy apply to another port, or to pods with another label.",
	Attacks: "The rule applies to what it should apply to, and to nothing else.",
	Kinds:   []string{"NetworkPolicy"},
	Weight:  70,
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
			`ingress port of networkpolicy "web" is 81 instead of 80
-      ports: [{port: 80}]
+      ports: [{port: 81}]
`,
			`networkpolicy "web": label app of a peer is client-mutated instead of client
-    - from: [{podSelector: {matchLabels: {app: client}}}]
+    - from: [{podSelector: {matchLabels: {app: client-mutated}}}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, direction := range []string{"ingress", "egress"} {
			for _, rule := range obj.Get("spec", direction).Items() {
				for _, port := range rule.Get("ports").Items() {
					all = append(all, port.Get("port").number(plus(1), direction+" port of "+obj.Ref(), ""))
				}
				for _, peer := range append(rule.Get("from").Items(), rule.Get("to").Items()...) {
					for _, of := range []string{"podSelector", "namespaceSelector"} {
						all = append(all, inFields(peer.Get(of, "matchLabels"), func(f Field) Change {
							return f.text(otherText(f.Text()), fmt.Sprintf("%s: label %s of a peer", obj.Ref(), f.Name), "")
						})...)
					}
				}
			}
		}
		return all
	},
}
