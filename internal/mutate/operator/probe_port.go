package operator

import (
	"fmt"
	"slices"
)

var probePort = Operator{
	Name:    "probe-port",
	Doc:     "Makes a probe use a port on which nothing listens.",
	Attacks: "The probe uses the port that the container serves.",
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
      readinessProbe:
        tcpSocket: {port: 80}
`,
		Mutants: []string{
			`readiness probe of container "web" asks port 81 instead of 80
-        tcpSocket: {port: 80}
+        tcpSocket: {port: 81}
`,
		},
	},
	Find: inProbes(func(p Probe) []Change {
		var all []Change
		for _, mechanism := range []string{"httpGet", "tcpSocket", "grpc"} {
			port := p.Get(mechanism, "port")
			if port.Exists() && !port.Open() {
				to := p.Of.obj.freePort(port)
				all = append(all, port.Becomes(to, fmt.Sprintf("%s asks port %d instead of %s", p.Says(), to, port.Text()), p.succeeds()))
			}
		}
		return all
	}),
}

// freePort returns a port close to another one that does not occur in the object.
func (o *Object) freePort(near Value) int {
	port, _ := near.Int()
	for port++; slices.Contains(o.numbers(), port); port++ {
	}
	return min(port, 65535)
}

// numbers returns all integers in the object.
func (o *Object) numbers() []int {
	var all []int
	var visit func(v Value)
	visit = func(v Value) {
		if n, ok := v.Int(); ok {
			all = append(all, n)
		}
		for _, f := range v.Fields() {
			visit(f.Value)
		}
		for _, item := range v.Items() {
			visit(item)
		}
	}
	visit(o.Root())
	return all
}
