package operator

var probePeriod = Operator{
	Name:    "probe-period",
	Doc:     "Makes a probe run ten times less often.",
	Attacks: "What the probe checks is noticed soon.",
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
        periodSeconds: 2
`,
		Mutants: []string{
			`periodSeconds of the liveness probe of container "web" is 20 instead of 2
-        periodSeconds: 2
+        periodSeconds: 20
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		return []Change{p.Get("periodSeconds").number(tenfold, "periodSeconds of the "+p.Says(), p.assert())}
	}),
}
