package operator

import "fmt"

var targetPort = Operator{
	Name:    "target-port",
	Doc:     "Makes a service send requests to a port on which no pod listens.",
	Attacks: "The service leads to the port that the pods serve.",
	Kinds:   []string{"Service"},
	Weight:  90,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`,
		Mutants: []string{
			`targetPort of service "web" is 8081 instead of 8080
-  ports: [{port: 80, targetPort: 8080}]
+  ports: [{port: 80, targetPort: 8081}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		if !obj.selector().Exists() {
			return nil
		}
		return inItems(obj.Get("spec", "ports").Items(), func(port Value) Change {
			target, what := port.Get("targetPort"), "targetPort of "+obj.Ref()
			switch n, number := port.Get("port").Int(); {
			case target.IsText():
				return target.text("mutated", what, obj.finds())
			case target.Exists():
				return target.number(plus(1), what, obj.answers(port))
			case number && obj.Get("spec", "clusterIP").Text() != "None":
				return target.Added(n+1, fmt.Sprintf("%s is %d instead of %d", what, n+1, n), obj.answers(port))
			}
			return Change{}
		})
	},
}
