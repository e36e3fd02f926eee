package operator

var strategyType = Operator{
	Name:    "strategy-type",
	Doc:     "Replaces all pods at once instead of one after the other, or the other way round; for a StatefulSet or a DaemonSet, replaces only pods that are deleted.",
	Attacks: "During a rollout there are enough pods, or never pods of two versions at the same time.",
	Kinds:   []string{"Deployment", "StatefulSet", "DaemonSet"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {type: RollingUpdate}
`,
		Mutants: []string{
			`strategy of deployment "web" is Recreate instead of RollingUpdate
-  strategy: {type: RollingUpdate}
+  strategy: {type: Recreate}
`,
		},
	},
	Find: func(obj *Object) []Change {
		field, other := "updateStrategy", "OnDelete"
		if obj.Kind == "Deployment" {
			field, other = "strategy", "Recreate"
		}
		strategy := obj.Get("spec", field)
		if !strategy.Exists() {
			return nil // most are rolled out only once
		}
		sort, what := strategy.Get("type"), field+" of "+obj.Ref()
		var change Change
		switch {
		case sort.Text() == other:
			change = sort.text("RollingUpdate", what, "")
		case sort.Exists():
			change = sort.text(other, what, "")
		default:
			change = sort.Added(other, what+" is "+other, "")
		}
		if rolling := strategy.Get("rollingUpdate"); rolling.Exists() {
			change = change.with(rolling.Remove())
		}
		return []Change{change}
	},
}
