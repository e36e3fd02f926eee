package operator

var accessMode = Operator{
	Name:    "access-mode",
	Doc:     "Requests another access mode, or offers another one.",
	Attacks: "The volume can be mounted as often as intended.",
	Kinds:   []string{"PersistentVolumeClaim", "PersistentVolume", "StatefulSet"},
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
`,
		Mutants: []string{
			`access mode of persistentvolumeclaim "data" is ReadWriteMany instead of ReadWriteOnce
-  accessModes: [ReadWriteOnce]
+  accessModes: [ReadWriteMany]
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.storage(), func(spec Value) Change {
			mode, to := spec.Get("accessModes", 0), "ReadWriteMany"
			if mode.Text() == to {
				to = "ReadWriteOnce"
			}
			return mode.text(to, "access mode of "+obj.Ref(), obj.bound())
		})
	},
}
