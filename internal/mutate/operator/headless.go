package operator

var headless = Operator{
	Name:    "headless",
	Doc:     "Gives a headless service an address, and makes a service with a selector headless.",
	Attacks: "The name of the service resolves to its pods, or to one address in front of them.",
	Kinds:   []string{"Service"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: None
`,
		Mutants: []string{
			`service "web" has a cluster IP
-spec:
-  clusterIP: None
+spec: {}
`,
		},
	},
	Find: func(obj *Object) []Change {
		ip := obj.Get("spec", "clusterIP")
		if ip.Text() == "None" {
			return []Change{ip.Removed(obj.Ref()+" has a cluster IP", "")}
		}
		if sort := obj.Get("spec", "type").Text(); sort != "" && sort != "ClusterIP" || !obj.selector().Exists() || ip.Exists() {
			return nil
		}
		return []Change{ip.Added("None", obj.Ref()+" has no cluster IP", "")}
	},
}
