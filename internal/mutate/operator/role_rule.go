package operator

import "fmt"

var roleRule = Operator{
	Name:    "role-rule",
	Doc:     "Removes a rule from a role, or one of its verbs.",
	Attacks: "Subjects with the role may do what the rule says.",
	Kinds:   []string{"Role", "ClusterRole"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
  - {apiGroups: [""], resources: [pods], verbs: [get, list]}
`,
		Mutants: []string{
			`rule 1 of role "reader" removed
-rules:
-  - {apiGroups: [""], resources: [pods], verbs: [get, list]}
+rules: []
`,
			`rule 1 of role "reader": verb "get" removed
-  - {apiGroups: [""], resources: [pods], verbs: [get, list]}
+  - {apiGroups: [""], resources: [pods], verbs: [list]}
`,
			`rule 1 of role "reader": verb "list" removed
-  - {apiGroups: [""], resources: [pods], verbs: [get, list]}
+  - {apiGroups: [""], resources: [pods], verbs: [get]}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for i, rule := range obj.Get("rules").Items() {
			all = append(all, rule.Removed(fmt.Sprintf("rule %d of %s removed", i+1, obj.Ref()), ""))
			if verbs := rule.Get("verbs"); len(verbs.Items()) > 1 {
				all = append(all, removedItems(verbs, fmt.Sprintf("rule %d of %s: verb", i+1, obj.Ref()))...)
			}
		}
		return all
	},
}
