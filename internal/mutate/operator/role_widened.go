package operator

import "fmt"

var roleWidened = Operator{
	Name:    "role-widened",
	Doc:     "Makes a rule of a role apply to all verbs, or to objects of any name.",
	Attacks: "Subjects with the role may do nothing else.",
	Kinds:   []string{"Role", "ClusterRole"},
	Weight:  65,
	Example: Example{
		Manifest: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
  - {apiGroups: [""], resources: [pods], verbs: [get, list], resourceNames: [web]}
`,
		Mutants: []string{
			`rule 1 of role "reader" allows all verbs
-  - {apiGroups: [""], resources: [pods], verbs: [get, list], resourceNames: [web]}
+  - {apiGroups: [""], resources: [pods], verbs: ['*'], resourceNames: [web]}
`,
			`resourceNames of rule 1 of role "reader" removed
-  - {apiGroups: [""], resources: [pods], verbs: [get, list], resourceNames: [web]}
+  - {apiGroups: [""], resources: [pods], verbs: [get, list]}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for i, rule := range obj.Get("rules").Items() {
			verbs := rule.Get("verbs")
			if verbs.Get(0).Text() != "*" {
				all = append(all, verbs.Becomes([]string{"*"}, fmt.Sprintf("rule %d of %s allows all verbs", i+1, obj.Ref()), ""))
			}
			all = append(all, rule.Get("resourceNames").Removed(fmt.Sprintf("resourceNames of rule %d of %s removed", i+1, obj.Ref()), ""))
		}
		return all
	},
}
