package operator

var unreadyAddresses = Operator{
	Name:    "unready-addresses",
	Doc:     "Makes a service lead to pods that are not ready, or the other way round.",
	Attacks: "Only pods that are ready get requests, or all do.",
	Kinds:   []string{"Service"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  publishNotReadyAddresses: true
`,
		Mutants: []string{
			`publishNotReadyAddresses of service "web" is false instead of true
-  publishNotReadyAddresses: true
+  publishNotReadyAddresses: false
`,
		},
	},
	Find: func(obj *Object) []Change {
		publish, what := obj.Get("spec", "publishNotReadyAddresses"), "publishNotReadyAddresses of "+obj.Ref()
		if publish.Exists() {
			return []Change{publish.turned(what)}
		}
		for _, other := range obj.all.pods {
			for _, p := range other.Probes() {
				if p.Kind == "readinessProbe" && obj.selects(other) {
					return []Change{publish.Added(true, what+" is true", other.ifPod("is not an endpoint of "+obj.Ref()))}
				}
			}
		}
		return nil
	},
}
