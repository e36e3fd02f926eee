package operator

var partitionRemoved = Operator{
	Name:    "partition-removed",
	Doc:     "Rolls out all pods of a StatefulSet, not only those from the partition on.",
	Attacks: "The pods below the partition keep the old version.",
	Kinds:   []string{"StatefulSet"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  updateStrategy:
    rollingUpdate: {partition: 2}
`,
		Mutants: []string{
			`partition of statefulset "db" removed
-spec:
-  updateStrategy:
-    rollingUpdate: {partition: 2}
+spec: {}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.Get("spec", "updateStrategy", "rollingUpdate", "partition").Removed("partition of "+obj.Ref()+" removed", "")}
	},
}
