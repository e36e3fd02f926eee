package operator

var finalizerRemoved = Operator{
	Name:    "finalizer-removed",
	Doc:     "Takes a finalizer away.",
	Attacks: "The object stays until the finalizer's owner has done its part.",
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
