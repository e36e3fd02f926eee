package operator

var topologyKey = Operator{
	Name:    "topology-key",
	Doc:     "Makes an affinity rule or a topology spread constraint apply to zones instead of nodes, or the other way round.",
	Attacks: "The pods are together, or apart, in the intended topology.",
	Kinds:   withPods,
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: DoNotSchedule
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`topologyKey in pod "web" is topology.kubernetes.io/zone instead of kubernetes.io/hostname
-      topologyKey: kubernetes.io/hostname
+      topologyKey: topology.kubernetes.io/zone
`,
		},
	},
	Find: func(obj *Object) []Change {
		rules := obj.PodSpec().Get("topologySpreadConstraints").Items()
		for _, rule := range obj.affinities() {
			for _, item := range rule.Items() {
				rules = append(rules, item, item.Get("podAffinityTerm"))
			}
		}
		return inItems(rules, func(rule Value) Change {
			return rule.Get("topologyKey").flipped("kubernetes.io/hostname", "topology.kubernetes.io/zone", "topologyKey in "+obj.Ref())
		})
	},
}
