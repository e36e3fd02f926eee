package operator

var storageSize = Operator{
	Name:    "storage-size",
	Doc:     "Requests a thousand times the storage, or makes a volume offer a thousandth.",
	Attacks: "There is a large enough volume.",
	Kinds:   []string{"PersistentVolumeClaim", "PersistentVolume", "StatefulSet"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  resources: {requests: {storage: 1Gi}}
`,
		Mutants: []string{
			`storage of persistentvolumeclaim "data" is 1000Gi instead of 1Gi
-  resources: {requests: {storage: 1Gi}}
+  resources: {requests: {storage: 1000Gi}}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, spec := range obj.storage() {
			all = append(all, spec.Get("resources", "requests", "storage").quantity(1000, "storage of "+obj.Ref(), obj.bound()),
				spec.Get("capacity", "storage").quantity(0.001, "storage of "+obj.Ref(), obj.bound()))
		}
		return all
	},
}
