package operator

var jobCompletions = Operator{
	Name:    "job-completions",
	Doc:     "Requires one more completion, and makes sequential pods parallel, or the other way round.",
	Attacks: "The work is done as often, and with as much parallelism, as intended.",
	Kinds:   []string{"Job", "CronJob"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: batch/v1
kind: Job
metadata: {name: report}
spec:
  completions: 3
  parallelism: 3
`,
		Mutants: []string{
			`completions of job "report" is 4 instead of 3
-  completions: 3
+  completions: 4
`,
			`parallelism of job "report" is 1 instead of 3
-  parallelism: 3
+  parallelism: 1
`,
		},
	},
	Find: func(obj *Object) []Change {
		spec := obj.jobSpec()
		oneOrTwo := func(n int) int {
			if n > 1 {
				return 1
			}
			return 2
		}
		return []Change{
			spec.Get("completions").number(plus(1), "completions of "+obj.Ref(), ""),
			spec.Get("parallelism").number(oneOrTwo, "parallelism of "+obj.Ref(), ""),
		}
	},
}

// jobSpec returns the spec of a Job, or of the Jobs that a CronJob creates.
func (o *Object) jobSpec() Value {
	if o.Kind == "CronJob" {
		return o.Get("spec", "jobTemplate", "spec")
	}
	return o.Get("spec")
}
