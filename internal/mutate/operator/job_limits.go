package operator

var jobLimits = Operator{
	Name:    "job-limits",
	Doc:     "Removes the retries of a job, or adds some; and removes its deadline, and its time to live after it has finished.",
	Attacks: "A job that fails is retried as often as intended, and one that hangs is ended.",
	Kinds:   []string{"Job", "CronJob"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: batch/v1
kind: Job
metadata: {name: report}
spec:
  backoffLimit: 2
  activeDeadlineSeconds: 30
`,
		Mutants: []string{
			`backoffLimit of job "report" is 0 instead of 2
-  backoffLimit: 2
+  backoffLimit: 0
`,
			`activeDeadlineSeconds of job "report" removed
-  activeDeadlineSeconds: 30
`,
		},
	},
	Find: func(obj *Object) []Change {
		spec := obj.jobSpec()
		tries := func(n int) int {
			if n > 0 {
				return 0
			}
			return 3
		}
		all := []Change{spec.Get("backoffLimit").number(tries, "backoffLimit of "+obj.Ref(), "")}
		for _, name := range []string{"activeDeadlineSeconds", "ttlSecondsAfterFinished", "podFailurePolicy"} {
			all = append(all, spec.Get(name).Removed(name+" of "+obj.Ref()+" removed", ""))
		}
		return append(all, obj.PodSpec().Get("activeDeadlineSeconds").Removed("activeDeadlineSeconds of the pods of "+obj.Ref()+" removed", ""))
	},
}
