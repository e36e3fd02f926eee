package operator

var internalTrafficPolicy = Operator{
	Name:    "internal-traffic-policy",
	Doc:     "Makes requests from inside reach pods on all nodes instead of the same node, or the other way round.",
	Attacks: "Requests stay on their node, or leave it.",
	Kinds:   []string{"Service"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  internalTrafficPolicy: Local
`,
		Mutants: []string{
			`internalTrafficPolicy of service "web" is Cluster instead of Local
-  internalTrafficPolicy: Local
+  internalTrafficPolicy: Cluster
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.Get("spec", "internalTrafficPolicy").flipped("Local", "Cluster", "internalTrafficPolicy of "+obj.Ref())}
	},
}
