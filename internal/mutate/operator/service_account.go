package operator

var serviceAccount = Operator{
	Name:    "service-account",
	Doc:     "Makes pods use the service account \"default\", or mount its token although they should not, or the other way round.",
	Attacks: "The pod has the permissions that it needs, and no others.",
	Kinds:   withPods,
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  serviceAccountName: reader
  automountServiceAccountToken: false
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`pod "web" uses the service account "default"
-  serviceAccountName: reader
`,
			`automountServiceAccountToken of pod "web" is true instead of false
-  automountServiceAccountToken: false
+  automountServiceAccountToken: true
`,
		},
	},
	Find: func(obj *Object) []Change {
		spec := obj.PodSpec()
		return []Change{
			spec.Get("serviceAccountName").Removed(obj.Ref()+" uses the service account \"default\"", ""),
			spec.Get("automountServiceAccountToken").turned("automountServiceAccountToken of " + obj.Ref()),
		}
	},
}
