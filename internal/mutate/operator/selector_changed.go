package operator

import "fmt"

// otherText is a text that is not the one before, and as good as it for labels and names.
func otherText(text string) string { return text + "-mutated" }

var selectorChanged = Operator{
	Name:    "selector-changed",
	Doc:     "Changes a label of the selector of a service, a disruption budget or a network policy.",
	Attacks: "The object finds the pods that it is for.",
	Kinds:   []string{"Service", "PodDisruptionBudget", "NetworkPolicy"},
	Weight:  90,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: 80
`,
		Mutants: []string{`selector of service "web" asks for app=web-mutated
-  selector: {app: web}
+  selector: {app: web-mutated}
`},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, f := range obj.selector().Fields() {
			if f.IsText() {
				all = append(all, Change{
					Edits: []Edit{f.Set(otherText(f.Text()))}, Path: f.Path(), Assert: obj.finds(),
					Says: fmt.Sprintf("selector of %s asks for %s=%s", obj.Ref(), f.Name, otherText(f.Text())),
				})
			}
		}
		return all
	},
}

// selector are the labels that an object wants pods to have.
func (o *Object) selector() Value {
	switch o.Kind {
	case "Service", "ReplicationController":
		return o.Get("spec", "selector")
	case "NetworkPolicy":
		return o.Get("spec", "podSelector", "matchLabels")
	}
	return o.Get("spec", "selector", "matchLabels")
}

// finds is a step that notices whether the object finds its pods.
func (o *Object) finds() string {
	if o.Kind != "Service" {
		return ""
	}
	for _, other := range o.Others() {
		if n, ok := other.Get("spec", "replicas").Int(); ok && o.selects(other) {
			return fmt.Sprintf("service %q has %d ready endpoint(s)", o.Name, n)
		}
		if other.Kind == "Pod" && o.selects(other) {
			return fmt.Sprintf("pod %q is an endpoint of service %q", other.Name, o.Name)
		}
	}
	return fmt.Sprintf("service %q has 1 ready endpoint", o.Name)
}

// selects tells whether the pods of another object have the labels of the selector.
func (o *Object) selects(other *Object) bool {
	labels, wanted := other.PodMeta().Get("labels"), o.selector().Fields()
	for _, f := range wanted {
		if labels.Get(f.Name).Text() != f.Text() {
			return false
		}
	}
	return len(wanted) > 0 && labels.Exists()
}
