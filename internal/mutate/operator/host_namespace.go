package operator

var hostNamespace = Operator{
	Name:    "host-namespace",
	Doc:     "Makes pods not use the node's network, processes or IPC, and containers not see each other's processes.",
	Attacks: "The pod sees only what it should see.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostNetwork: true
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`hostNetwork of pod "web" removed
-  hostNetwork: true
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, name := range []string{"hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"} {
			if v := obj.PodSpec().Get(name); v.True() {
				all = append(all, v.Removed(name+" of "+obj.Ref()+" removed", ""))
			}
		}
		return all
	},
}
