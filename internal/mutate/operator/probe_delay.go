package operator

var probeDelay = Operator{
	Name:    "probe-delay",
	Doc:     "Makes a probe start ten times later.",
	Attacks: "The probe starts on time.",
	Kinds:   withPods,
	Weight:  40,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      livenessProbe:
        httpGet: {path: /, port: 80}
        initialDelaySeconds: 3
`,
		Mutants: []string{
			`initialDelaySeconds of the liveness probe of container "web" is 30 instead of 3
-        initialDelaySeconds: 3
+        initialDelaySeconds: 30
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		return []Change{p.Get("initialDelaySeconds").number(tenfold, "initialDelaySeconds of the "+p.Says(), p.assert())}
	}),
}
