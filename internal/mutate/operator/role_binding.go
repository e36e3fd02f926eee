package operator

var roleBinding = Operator{
	Name:    "role-binding",
	Doc:     "Binds another role, or removes a subject.",
	Attacks: "The named subjects have the named role.",
	Kinds:   []string{"RoleBinding", "ClusterRoleBinding"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
  - {kind: ServiceAccount, name: reader}
`,
		Mutants: []string{
			`rolebinding "reader": subject "reader" removed
-subjects:
-  - {kind: ServiceAccount, name: reader}
+subjects: []
`,
			`role of rolebinding "reader" is reader-mutated instead of reader
-roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
+roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader-mutated}
`,
		},
	},
	Find: func(obj *Object) []Change {
		name := obj.Get("roleRef", "name")
		return append(removedItems(obj.Get("subjects"), obj.Ref()+": subject"), name.text(otherText(name.Text()), "role of "+obj.Ref(), ""))
	},
}
