package operator

import "fmt"

var servicePort = Operator{
	Name:    "service-port",
	Doc:     "Makes a service listen on another port.",
	Attacks: "The service answers on the port that clients use.",
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
			`port of service "web" is 81 instead of 80
-  ports: [{port: 80, targetPort: 8080}]
+  ports: [{port: 81, targetPort: 8080}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.Get("spec", "ports").Items(), func(port Value) Change {
			change := port.Get("port").number(plus(1), "port of "+obj.Ref(), obj.answers(port))
			if !port.Get("targetPort").Exists() && port.Get("port").Exists() {
				change = change.with(port.Get("targetPort").Set(port.Get("port").plain()))
			}
			return change
		})
	},
}

// answers returns a step that sends a request to a port of the service from a pod.
func (o *Object) answers(port Value) string {
	return fmt.Sprintf(`running "wget -q -O - http://%s:%s/" in pod "client" prints "Welcome"`, o.Name, port.Get("port").Text())
}
