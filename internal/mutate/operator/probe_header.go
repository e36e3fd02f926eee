package operator

var probeHeader = Operator{
	Name:    "probe-header",
	Doc:     "Removes a header from the request of a probe.",
	Attacks: "The server uses the header.",
	Kinds:   withPods,
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      livenessProbe:
        httpGet: {path: /, port: 80, httpHeaders: [{name: Host, value: shop}]}
`,
		Mutants: []string{
			`liveness probe of container "web": header "Host" removed
-        httpGet: {path: /, port: 80, httpHeaders: [{name: Host, value: shop}]}
+        httpGet: {path: /, port: 80}
`,
		},
	},
	Find: inProbes(func(p Probe) []Change { return removedItems(p.Get("httpGet", "httpHeaders"), p.Says()+": header") }),
}
