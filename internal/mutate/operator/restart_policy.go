package operator

import "strings"

var restartPolicy = Operator{
	Name:    "restart-policy",
	Doc:     "Makes containers that end not be restarted, or restarts those that should not be. In a pod without a restart policy, only if something ends its containers: a liveness probe, a memory limit, or an exit.",
	Attacks: "A container that ends is restarted, or is not.",
	Kinds:   []string{"Pod", "Job", "CronJob"},
	Weight:  80,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  restartPolicy: OnFailure
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`restartPolicy of pod "web" is Never instead of OnFailure
-  restartPolicy: OnFailure
+  restartPolicy: Never
`,
		},
	},
	Find: func(obj *Object) []Change {
		policy, what := obj.PodSpec().Get("restartPolicy"), "restartPolicy of "+obj.Ref()
		switch {
		case policy.Text() == "Never" && obj.Kind == "Pod":
			return []Change{policy.text("Always", what, "")}
		case policy.Text() == "Never":
			return []Change{policy.text("OnFailure", what, "")}
		case policy.Exists():
			return []Change{policy.text("Never", what, "")}
		case obj.Kind == "Pod" && obj.containersEnd():
			return []Change{policy.Added("Never", what+" is Never", obj.restarts())}
		}
		return nil
	},
}

// containersEnd reports whether a container of the pod is likely to end before the pod does.
func (o *Object) containersEnd() bool {
	for _, c := range o.MainContainers() {
		if c.Get("livenessProbe").Exists() || c.Get("resources", "limits", "memory").Exists() || strings.Contains(c.script().Text(), "exit") {
			return true
		}
	}
	return false
}

// restarts returns a step that checks whether the pod's first container is restarted.
func (o *Object) restarts() string {
	for _, c := range o.MainContainers() {
		return c.ref() + " has restarted at least 1 time"
	}
	return ""
}
