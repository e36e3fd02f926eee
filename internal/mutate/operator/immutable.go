package operator

var immutable = Operator{
	Name:    "immutable",
	Doc:     "Lets a ConfigMap or a Secret be changed that was not to be.",
	Attacks: "Nobody can change it.",
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
