package failfast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// jobEnd is the end of a job, which is final.
type jobEnd struct {
	of     batchv1.JobConditionType // Complete or Failed; empty while it has not ended
	reason string
	at     time.Time // when it was seen
}

func (e jobEnd) String() string {
	if e.of == batchv1.JobComplete {
		return "the job is Complete, and that is final"
	}
	return "the job has failed: " + e.reason
}

// ended judges a job that has come to its end; only one end is what a wait for Complete waits for.
func (c *kase) ended(s Subject, obj *unstructured.Unstructured) Reason {
	end := c.endOf(s, obj)
	if end.of == "" || end.of == batchv1.JobComplete && s.Goal != Change {
		return Reason{}
	}
	return c.terminal(end.String(), end.at)
}

// endOf looks for the end in all versions of the job.
func (c *kase) endOf(s Subject, obj *unstructured.Unstructured) jobEnd {
	for _, o := range c.view.History(s.Ref) {
		job := kube.As[batchv1.Job](o.Object)
		if job == nil || o.Object.GetUID() != obj.GetUID() {
			continue
		}
		for _, cond := range job.Status.Conditions {
			if (cond.Type == batchv1.JobFailed || cond.Type == batchv1.JobComplete) && cond.Status == corev1.ConditionTrue {
				return jobEnd{of: cond.Type, reason: cond.Reason, at: o.At}
			}
		}
	}
	return jobEnd{}
}
