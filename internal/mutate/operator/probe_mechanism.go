package operator

import "fmt"

var probeMechanism = Operator{
	Name:    "probe-mechanism",
	Doc:     "Turns an HTTP or gRPC probe into a TCP probe, and a TCP probe into an HTTP probe.",
	Attacks: "The probe checks more than the port, or nothing but the port.",
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
      livenessProbe:
        httpGet: {path: /healthz, port: 80}
`,
		Mutants: []string{
			`liveness probe of container "web" is by tcpSocket instead of httpGet
-        httpGet: {path: /healthz, port: 80}
+        tcpSocket: {port: 80}
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		var all []Change
		for from, to := range map[string]string{"httpGet": "tcpSocket", "grpc": "tcpSocket", "tcpSocket": "httpGet"} {
			port := p.Get(from, "port")
			if !port.Exists() {
				continue
			}
			asks := map[string]any{"port": port.plain()}
			says := fmt.Sprintf("%s is by %s instead of %s", p.Says(), to, from)
			all = append(all, p.Get(from).Removed(says, p.assert()).with(p.Get(to).Set(asks)))
		}
		return all
	}),
}
