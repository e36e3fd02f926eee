package operator

var externalName = Operator{
	Name:    "external-name",
	Doc:     "Makes a service of type ExternalName refer to another name.",
	Attacks: "The name of the service leads to the intended host.",
	Kinds:   []string{"Service"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: db}
spec:
  type: ExternalName
  externalName: db.example.com
`,
		Mutants: []string{
			`externalName of service "db" is mutated.invalid instead of db.example.com
-  externalName: db.example.com
+  externalName: mutated.invalid
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.Get("spec", "externalName").text("mutated.invalid", "externalName of "+obj.Ref(), "")}
	},
}
