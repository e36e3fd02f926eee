package operator

var storageClass = Operator{
	Name:    "storage-class",
	Doc:     "Uses a storage class that does not exist.",
	Attacks: "The claim is bound to a volume of the class.",
	Kinds:   []string{"PersistentVolumeClaim", "PersistentVolume", "StatefulSet"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  storageClassName: fast
`,
		Mutants: []string{
			`storageClassName of persistentvolumeclaim "data" is fast-mutated instead of fast
-  storageClassName: fast
+  storageClassName: fast-mutated
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.storage(), func(spec Value) Change {
			name := spec.Get("storageClassName")
			return name.text(otherText(name.Text()), "storageClassName of "+obj.Ref(), obj.bound())
		})
	},
}

// storage returns the specs of the object's volumes and claims.
func (o *Object) storage() []Value {
	if o.Kind != "StatefulSet" {
		return []Value{o.Get("spec")}
	}
	var all []Value
	for _, template := range o.Get("spec", "volumeClaimTemplates").Items() {
		all = append(all, template.Get("spec"))
	}
	return all
}

// bound returns a step that checks whether a claim is bound to a volume.
func (o *Object) bound() string {
	if o.Kind == "StatefulSet" {
		return o.isUp()
	}
	return o.Ref() + ` has "Bound" at "{.status.phase}"`
}
