package operator

var nodePort = Operator{
	Name:    "node-port",
	Doc:     "Gives a service another node port.",
	Attacks: "The service answers on the node port that clients use.",
	Kinds:   []string{"Service"},
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  ports: [{port: 80, nodePort: 30080}]
`,
		Mutants: []string{
			`nodePort of service "web" is 30081 instead of 30080
-  ports: [{port: 80, nodePort: 30080}]
+  ports: [{port: 80, nodePort: 30081}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		return inItems(obj.Get("spec", "ports").Items(), func(port Value) Change {
			next := func(n int) int { return 30000 + (n-30000+1)%2768 }
			return port.Get("nodePort").number(next, "nodePort of "+obj.Ref(), "")
		})
	},
}
