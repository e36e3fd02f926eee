package explain

import (
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// cronJob explains a CronJob that creates no Jobs, or whose last Job failed.
func (x *index) cronJob(o *unstructured.Unstructured) []finding {
	c, err := read[batchv1.CronJob](o)
	if err != nil {
		return unreadable(o, err)
	}
	if deref(c.Spec.Suspend, false) {
		return []finding{{Code: WorkloadStuck, Sentence: say.Textf("%s makes no jobs: it is suspended", describeName(o)),
			Hint: say.Textf("set spec.suspend to false"), Evidence: []string{pathOf(o) + " spec.suspend: true"}}}
	}
	if f, bad := x.badSchedule(o, c); bad {
		return []finding{f}
	}
	job := x.lastJob(o)
	if job == nil {
		return nil
	}
	out := x.workload(job)
	if c, ok := conditionNamed(job, string(batchv1.JobFailed)); ok && c.status == "True" {
		return append(out, finding{Code: WorkloadStuck, Sentence: say.Textf("%s: its last job %q has failed", describeName(o), job.GetName()),
			Hint: say.Textf("look at the job's own reasons above"), Evidence: []string{c.line(job)}})
	}
	if len(out) > 0 && !OnItsWay(out[0].Code) && out[0].Code != WorkloadStuck {
		return out
	}
	return nil // it runs
}

// badSchedule reports what the controller says about the schedule. A complaint followed by a new Job is outdated.
func (x *index) badSchedule(o *unstructured.Unstructured, c *batchv1.CronJob) (finding, bool) {
	events := x.eventsOf(o)
	e := latest(events, withReason("UnparseableSchedule", "InvalidSchedule", "UnsupportedSchedule", "UnknownTimeZone", "MissSchedule",
		"TooManyMissedTimes", "FailedCreate"))
	if e == nil {
		return finding{}, false
	}
	if made := latest(events, withReason("SuccessfulCreate")); made != nil && made.compare(*e) > 0 {
		return finding{}, false
	}
	f := finding{Code: WorkloadStuck, Evidence: []string{e.line(x.Now), fmt.Sprintf("%s spec.schedule: %q, timeZone: %q",
		pathOf(o), quote(c.Spec.Schedule), quote(deref(c.Spec.TimeZone, "")))}}
	f.Sentence = say.Textf("%s makes no jobs: %s", describeName(o), quote(e.message))
	f.Hint = say.Textf("correct spec.schedule: five fields, such as \"*/5 * * * *\"")
	switch e.reason {
	case "UnknownTimeZone":
		f.Hint = say.Textf("correct spec.timeZone: a name such as Europe/Berlin")
	case "MissSchedule", "TooManyMissedTimes":
		f.Sentence = say.Textf("%s missed its time: %s", describeName(o), quote(e.message))
		f.Hint = say.Textf("raise startingDeadlineSeconds, or look what kept the kube-controller-manager")
	case "FailedCreate":
		f.Hint = say.Textf("change jobTemplate so that its jobs are allowed")
	}
	return f, true
}

// lastJob returns the newest Job of a CronJob, or nil if there is none.
func (x *index) lastJob(o *unstructured.Unstructured) *unstructured.Unstructured {
	jobs := x.owned(o, kindJob)
	if len(jobs) == 0 {
		return nil
	}
	return slices.MaxFunc(jobs, func(a, b *unstructured.Unstructured) int {
		return a.GetCreationTimestamp().Compare(b.GetCreationTimestamp().Time)
	})
}
