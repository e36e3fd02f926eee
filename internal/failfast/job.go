package failfast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// jobEnd is how a Job finished, which does not change again.
type jobEnd struct {
	of     batchv1.JobConditionType // Complete or Failed; empty while it runs
	reason string
	at     time.Time // when that was observed
}

func (e jobEnd) String() string {
	if e.of == batchv1.JobComplete {
		return "the job is Complete, and that is final"
	}
	return "the job has failed: " + e.reason
}

// ended returns a reason if a Job has finished, unless a wait for its completion is met by that.
func (e *evaluator) ended(s Subject, obj *unstructured.Unstructured) Reason {
	end := e.endOf(s, obj)
	if end.of == "" || end.of == batchv1.JobComplete && s.Goal != Change {
		return Reason{}
	}
	return e.terminal(end.String(), end.at)
}

// endOf looks in all versions of the Job for the condition that says how it finished.
func (e *evaluator) endOf(s Subject, obj *unstructured.Unstructured) jobEnd {
	for _, o := range e.view.History(s.Ref) {
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
