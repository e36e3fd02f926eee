package operator

import "fmt"

var selectorChanged = Operator{
	Name:    "selector-changed",
	Doc:     "Changes a label of the selector of a service, a disruption budget or a network policy.",
	Attacks: "The object selects its pods.",
	Kinds:   []string{"Service", "PodDisruptionBudget", "NetworkPolicy"},
	Weight:  90,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`,
		Mutants: []string{
			`selector app of service "web" is web-mutated instead of web
-  selector: {app: web}
+  selector: {app: web-mutated}
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inFields(obj.selector(), func(f Field) Change {
			return f.text(otherText(f.Text()), fmt.Sprintf("selector %s of %s", f.Name, obj.Ref()), obj.finds())
		})
	},
}
