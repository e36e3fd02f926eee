package operator

var loadBalancerClass = Operator{
	Name:    "load-balancer-class",
	Doc:     "Removes the load balancer class.",
	Attacks: "The intended load balancer serves the service.",
	Kinds:   []string{"Service"},
	Weight:  40,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  loadBalancerClass: internal
`,
		Mutants: []string{
			`loadBalancerClass of service "web" removed
-  loadBalancerClass: internal
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.Get("spec", "loadBalancerClass").Removed("loadBalancerClass of "+obj.Ref()+" removed", obj.Ref()+" has an external address")}
	},
}
