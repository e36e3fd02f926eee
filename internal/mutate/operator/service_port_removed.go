package operator

var servicePortRemoved = Operator{
	Name:    "service-port-removed",
	Doc:     "Removes a port from a service that has several.",
	Attacks: "Each port of the service is needed.",
	Kinds:   []string{"Service"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports:
    - {name: http, port: 80}
    - {name: admin, port: 81}
`,
		Mutants: []string{
			`service "web": port "http" removed
-    - {name: http, port: 80}
`,
			`service "web": port "admin" removed
-    - {name: admin, port: 81}
`,
		},
	},
	Find: func(obj *Object) []Change {
		ports := obj.Get("spec", "ports")
		if len(ports.Items()) < 2 {
			return nil
		}
		return removedItems(ports, obj.Ref()+": port")
	},
}
