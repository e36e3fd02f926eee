package operator

var externalTrafficPolicy = Operator{
	Name:    "external-traffic-policy",
	Doc:     "Makes requests from outside reach only pods on the requested node, or those on all nodes.",
	Attacks: "Every node answers; or the pods see the client's address, and no node forwards requests.",
	Kinds:   []string{"Service"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  externalTrafficPolicy: Local
`,
		Mutants: []string{
			`externalTrafficPolicy of service "web" is Cluster instead of Local
-  externalTrafficPolicy: Local
+  externalTrafficPolicy: Cluster
`,
		},
	},
	Find: func(obj *Object) []Change {
		sort := obj.Get("spec", "type").Text()
		policy, what := obj.Get("spec", "externalTrafficPolicy"), "externalTrafficPolicy of "+obj.Ref()
		if policy.Text() == "Local" {
			change := policy.text("Cluster", what, obj.Ref()+` does not answer on its node port of node "worker3"`)
			if port := obj.Get("spec", "healthCheckNodePort"); port.Exists() {
				change = change.with(port.Remove())
			}
			return []Change{change}
		}
		if sort != "NodePort" && sort != "LoadBalancer" {
			return nil
		}
		assert := obj.Ref() + ` answers HTTP 200 with "Welcome" on its node port of every node`
		return []Change{policy.text("Local", what, assert), policy.Added("Local", what+" is Local", assert)}
	},
}
