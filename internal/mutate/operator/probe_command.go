package operator

var probeCommand = Operator{
	Name:    "probe-command",
	Doc:     "Makes a probe run a command that always fails.",
	Attacks: "The probe passes because of what it checks.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      readinessProbe:
        exec: {command: [cat, /tmp/ready]}
`,
		Mutants: []string{
			`readiness probe of container "web" always fails
-        exec: {command: [cat, /tmp/ready]}
+        exec: {command: ["false"]}
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		return []Change{p.Get("exec", "command").Becomes([]string{"false"}, p.Says()+" always fails", p.succeeds())}
	}),
}
