package operator

var replicasZero = Operator{
	Name:    "replicas-zero",
	Doc:     "Sets the number of replicas to zero.",
	Attacks: "There are pods.",
	Kinds:   []string{"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"},
	Weight:  40,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
`,
		Mutants: []string{
			`deployment "web" has no replicas
-  replicas: 3
+  replicas: 0
`,
		},
	},
	Find: func(obj *Object) []Change {
		replicas, says := obj.Get("spec", "replicas"), obj.Ref()+" has no replicas"
		return []Change{replicas.Added(0, says, obj.isUp()), replicas.Becomes(0, says, obj.isUp())}
	},
}
