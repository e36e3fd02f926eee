package operator

import "github.com/gherkind/gherkind/internal/words"

var replicasChanged = Operator{
	Name:    "replicas-changed",
	Doc:     "Sets one replica more, or one less.",
	Attacks: "There is the intended number of replicas.",
	Kinds:   []string{"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
`,
		Mutants: []string{
			`replicas of deployment "web" is 4 instead of 3
-  replicas: 3
+  replicas: 4
`,
			`replicas of deployment "web" is 2 instead of 3
-  replicas: 3
+  replicas: 2
`,
		},
	},
	Find: func(obj *Object) []Change {
		replicas, what := obj.Get("spec", "replicas"), "replicas of "+obj.Ref()
		if !replicas.Exists() {
			return []Change{replicas.Added(2, what+" is 2 instead of 1", obj.Ref()+" has 1 ready replica for 3s")}
		}
		n, ok := replicas.Int()
		if !ok {
			return nil
		}
		assert := obj.Ref() + " has " + words.Times("ready replica", n) + " for 3s" // a number alone may be met temporarily, on the way to another
		all := []Change{replicas.number(plus(1), what, assert)}
		if n > 1 {
			all = append(all, replicas.number(plus(-1), what, assert))
		}
		return all
	},
}
