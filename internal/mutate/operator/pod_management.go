package operator

var podManagement = Operator{
	Name:    "pod-management",
	Doc:     "Starts the pods of a StatefulSet in parallel instead of one after the other, or the other way round.",
	Attacks: "Each pod waits for the one before it, or does not.",
	Kinds:   []string{"StatefulSet"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  podManagementPolicy: OrderedReady
`,
		Mutants: []string{
			`podManagementPolicy of statefulset "db" is Parallel instead of OrderedReady
-  podManagementPolicy: OrderedReady
+  podManagementPolicy: Parallel
`,
		},
	},
	Find: func(obj *Object) []Change {
		policy, what := obj.Get("spec", "podManagementPolicy"), "podManagementPolicy of "+obj.Ref()
		return []Change{policy.flipped("OrderedReady", "Parallel", what), policy.Added("Parallel", what+" is Parallel", "")}
	},
}
