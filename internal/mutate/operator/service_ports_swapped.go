package operator

import "fmt"

var servicePortsSwapped = Operator{
	Name:    "service-ports-swapped",
	Doc:     "Swaps the targets of two ports of a service.",
	Attacks: "Each port of the service leads to its own target.",
	Kinds:   []string{"Service"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports:
    - {name: http, port: 80, targetPort: 8080}
    - {name: admin, port: 81, targetPort: 8081}
`,
		Mutants: []string{
			`service "web": ports "http" and "admin" swapped
-    - {name: http, port: 80, targetPort: 8080}
-    - {name: admin, port: 81, targetPort: 8081}
+    - {name: http, port: 80, targetPort: 8081}
+    - {name: admin, port: 81, targetPort: 8080}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		ports := obj.Get("spec", "ports").Items()
		for i := 1; i < len(ports); i++ {
			a, b := ports[i-1].Get("targetPort"), ports[i].Get("targetPort")
			if !a.Exists() || !b.Exists() {
				a, b = ports[i-1].Get("port"), ports[i].Get("port")
			}
			if a.Exists() && b.Exists() {
				says := fmt.Sprintf("%s: ports %s and %s swapped", obj.Ref(), ports[i-1].brief(), ports[i].brief())
				all = append(all, a.Becomes(b, says, "").with(b.Set(a)))
			}
		}
		return all
	},
}
