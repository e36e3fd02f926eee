package operator

var serviceType = Operator{
	Name:    "service-type",
	Doc:     "Turns a service that can be reached from outside into one inside the cluster.",
	Attacks: "The service can be reached from outside.",
	Kinds:   []string{"Service"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  ports: [{port: 80, nodePort: 30080}]
`,
		Mutants: []string{
			`type of service "web" is ClusterIP instead of NodePort
-  type: NodePort
-  ports: [{port: 80, nodePort: 30080}]
+  type: ClusterIP
+  ports: [{port: 80}]
`,
		},
	},
	Find: func(obj *Object) []Change {
		sort := obj.Get("spec", "type")
		assert := obj.Ref() + " has a node port between 30000 and 32767"
		switch sort.Text() {
		case "LoadBalancer":
			assert = obj.Ref() + " has an external address"
		case "NodePort":
		default:
			return nil
		}
		change := sort.text("ClusterIP", "type of "+obj.Ref(), assert)
		for _, name := range []string{"externalTrafficPolicy", "healthCheckNodePort", "loadBalancerClass", "allocateLoadBalancerNodePorts", "loadBalancerIP", "loadBalancerSourceRanges"} {
			if v := obj.Get("spec", name); v.Exists() {
				change = change.with(v.Remove())
			}
		}
		for _, port := range obj.Get("spec", "ports").Items() {
			if v := port.Get("nodePort"); v.Exists() {
				change = change.with(v.Remove())
			}
		}
		return []Change{change}
	},
}
