package operator

var immutable = Operator{
	Name:    "immutable",
	Doc:     "Makes an immutable ConfigMap or Secret mutable.",
	Attacks: "It cannot be changed.",
	Kinds:   []string{"ConfigMap", "Secret"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
immutable: true
`,
		Mutants: []string{
			`immutable of configmap "settings" is false instead of true
-immutable: true
+immutable: false
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.Get("immutable").turned("immutable of " + obj.Ref())}
	},
}
