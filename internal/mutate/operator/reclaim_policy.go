package operator

var reclaimPolicy = Operator{
	Name:    "reclaim-policy",
	Doc:     "Deletes volumes that should be kept, or keeps those that should be deleted; and binds claims immediately instead of with the first pod, or the other way round.",
	Attacks: "The data outlives the claim, or goes with it; the volume is where the pod can run.",
	Kinds:   []string{"PersistentVolume", "StorageClass"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: PersistentVolume
metadata: {name: data}
spec:
  persistentVolumeReclaimPolicy: Retain
`,
		Mutants: []string{
			`persistentVolumeReclaimPolicy of persistentvolume "data" is Delete instead of Retain
-  persistentVolumeReclaimPolicy: Retain
+  persistentVolumeReclaimPolicy: Delete
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{
			obj.Get("spec", "persistentVolumeReclaimPolicy").flipped("Retain", "Delete", "persistentVolumeReclaimPolicy of "+obj.Ref()),
			obj.Get("reclaimPolicy").flipped("Retain", "Delete", "reclaimPolicy of "+obj.Ref()),
			obj.Get("volumeBindingMode").flipped("Immediate", "WaitForFirstConsumer", "volumeBindingMode of "+obj.Ref()),
		}
	},
}
