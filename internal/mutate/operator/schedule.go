package operator

var schedule = Operator{
	Name:    "schedule",
	Doc:     "Gives a CronJob a time that never comes, and allows or forbids that its jobs overlap.",
	Attacks: "Jobs are created on time, and do not interfere with each other.",
	Kinds:   []string{"CronJob"},
	Weight:  45,
	Example: Example{
		Manifest: `apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: "* * * * *"
  concurrencyPolicy: Forbid
`,
		Mutants: []string{
			`schedule of cronjob "report" is 0 0 31 2 * instead of * * * * *
-  schedule: "* * * * *"
+  schedule: "0 0 31 2 *"
`,
			`concurrencyPolicy of cronjob "report" is Allow instead of Forbid
-  concurrencyPolicy: Forbid
+  concurrencyPolicy: Allow
`,
		},
	},
	Find: func(obj *Object) []Change {
		spec := obj.Get("spec")
		return []Change{
			spec.Get("schedule").text("0 0 31 2 *", "schedule of "+obj.Ref(), obj.Ref()+" owns 1 job, which owns its pods"),
			spec.Get("concurrencyPolicy").flipped("Forbid", "Allow", "concurrencyPolicy of "+obj.Ref()),
			spec.Get("concurrencyPolicy").flipped("Replace", "Allow", "concurrencyPolicy of "+obj.Ref()),
		}
	},
}
