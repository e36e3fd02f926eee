package operator

var probeThreshold = Operator{
	Name:    "probe-threshold",
	Doc:     "Makes a probe need ten times as many failures, and a startup probe only one.",
	Attacks: "The number of failures before a reaction is the right one.",
	Kinds:   withPods,
	Weight:  50,
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
        failureThreshold: 2
`,
		Mutants: []string{
			`failureThreshold of the liveness probe of container "web" is 20 instead of 2
-        failureThreshold: 2
+        failureThreshold: 20
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		to := tenfold
		if p.Kind == "startupProbe" {
			to = func(int) int { return 1 }
		}
		return []Change{p.Get("failureThreshold").number(to, "failureThreshold of the "+p.Says(), p.assert())}
	}),
}
