package operator

import "fmt"

var selectorWidened = Operator{
	Name:    "selector-widened",
	Doc:     "Removes a label from a selector that has several.",
	Attacks: "The object selects only the intended pods.",
	Kinds:   []string{"Service", "PodDisruptionBudget", "NetworkPolicy"},
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web, version: blue}
  ports: [{port: 80}]
`,
		Mutants: []string{
			`selector app of service "web" removed
-  selector: {app: web, version: blue}
+  selector: {version: blue}
`,
			`selector version of service "web" removed
-  selector: {app: web, version: blue}
+  selector: {app: web}
`,
		},
	},
	Find: func(obj *Object) []Change {
		if len(obj.selector().Fields()) < 2 {
			return nil
		}
		return inFields(obj.selector(), func(f Field) Change {
			return f.Removed(fmt.Sprintf("selector %s of %s removed", f.Name, obj.Ref()), obj.finds())
		})
	},
}
