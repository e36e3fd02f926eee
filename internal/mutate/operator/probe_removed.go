package operator

import "fmt"

var probeRemoved = Operator{
	Name:    "probe-removed",
	Doc:     "Takes a probe away.",
	Attacks: "A container that is not well is noticed: restarted, kept away from traffic, or given time to start.",
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
		Mutants: []string{`liveness probe of container "web" removed
-      livenessProbe:
-        httpGet: {path: /healthz, port: 80}
`},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, p := range obj.Probes() {
			all = append(all, Change{
				Edits: []Edit{p.Remove()}, Path: p.Path(), Says: p.Says() + " removed", Assert: p.assert(),
			})
		}
		return all
	},
}

// assert is a step that notices what a probe does.
func (p Probe) assert() string {
	pod := p.Of.obj
	switch {
	case pod.Kind != "Pod":
		return ""
	case p.Kind == "livenessProbe":
		return fmt.Sprintf("container %q of pod %q was restarted by its liveness probe", p.Of.Name, pod.Name)
	case p.Kind == "readinessProbe":
		return fmt.Sprintf("pod %q has the event %q saying %q", pod.Name, "Unhealthy", "Readiness probe failed")
	default:
		return fmt.Sprintf("container %q of pod %q has restarted 0 times", p.Of.Name, pod.Name)
	}
}
