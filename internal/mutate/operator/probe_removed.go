package operator

var probeRemoved = Operator{
	Name:    "probe-removed",
	Doc:     "Removes a probe.",
	Attacks: "An unhealthy container is noticed: restarted, kept away from traffic, or given time to start.",
	Kinds:   withPods,
	Weight:  100,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      livenessProbe:
        httpGet: {path: /healthz, port: 80}
`,
		Mutants: []string{
			`liveness probe of container "web" removed
-      livenessProbe:
-        httpGet: {path: /healthz, port: 80}
`,
		},
	},
	Find: inProbes(func(p Probe) []Change { return []Change{p.Removed(p.Says()+" removed", p.assert())} }),
}
