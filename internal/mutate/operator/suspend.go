package operator

var suspend = Operator{
	Name:    "suspend",
	Doc:     "Makes a suspended job run, or the other way round.",
	Attacks: "A suspended job does nothing.",
	Kinds:   []string{"Job", "CronJob"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: batch/v1
kind: Job
metadata: {name: report}
spec:
  suspend: true
`,
		Mutants: []string{
			`suspend of job "report" is false instead of true
-  suspend: true
+  suspend: false
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{obj.Get("spec", "suspend").turned("suspend of " + obj.Ref())}
	},
}
