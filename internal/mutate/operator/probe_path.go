package operator

var probePath = Operator{
	Name:    "probe-path",
	Doc:     "Makes an HTTP probe request another path, and a gRPC probe another service.",
	Attacks: "The path or the service that the probe requests reflects the state of the container.",
	Kinds:   withPods,
	Weight:  85,
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
			`path of the liveness probe of container "web" is /healthz-mutated instead of /healthz
-        httpGet: {path: /healthz, port: 80}
+        httpGet: {path: /healthz-mutated, port: 80}
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		path, service := p.Get("httpGet", "path"), p.Get("grpc", "service")
		return []Change{
			path.text(otherText(path.Text()), "path of the "+p.Says(), p.succeeds()),
			service.text(otherText(service.Text()), "service of the "+p.Says(), p.succeeds()),
		}
	}),
}
