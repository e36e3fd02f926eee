package operator

var finalizerRemoved = Operator{
	Name:    "finalizer-removed",
	Doc:     "Removes a finalizer.",
	Attacks: "The object stays until the owner of the finalizer has done its work.",
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  finalizers: [example.com/hold]
`,
		Mutants: []string{
			`configmap "settings": finalizer "example.com/hold" removed
-  finalizers: [example.com/hold]
`,
		},
	},
	Find: func(obj *Object) []Change {
		return removedItems(obj.Get("metadata", "finalizers"), obj.Ref()+": finalizer")
	},
}
