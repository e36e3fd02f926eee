package operator

var objectRemoved = Operator{
	Name:    "object-removed",
	Doc:     "Removes an object from a manifest that has others.",
	Attacks: "Each object is needed for something.",
	Weight:  90,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
---
apiVersion: v1
kind: Service
metadata: {name: web}
`,
		Mutants: []string{
			`configmap "settings" removed
-apiVersion: v1
-kind: ConfigMap
-metadata: {name: settings}
`,
			`service "web" removed
-apiVersion: v1
-kind: Service
-metadata: {name: web}
`,
		},
	},
	Find: func(obj *Object) []Change {
		if len(obj.all.list) < 2 {
			return nil // a manifest needs at least one object
		}
		return []Change{{Edits: []Edit{{Op: Remove}}, Says: obj.Ref() + " removed", Assert: obj.isThere()}}
	},
}

// isThere returns a step that checks whether the object exists: by its effect, if that is known.
func (o *Object) isThere() string {
	if step := o.isUp(); step != "" {
		return step
	}
	if o.Kind == "Service" && o.selector().Exists() {
		return o.finds()
	}
	return o.Ref() + " exists"
}
