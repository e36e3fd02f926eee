package failfast

import (
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

// gone returns a reason for an object that is being deleted or has been deleted. Most objects may be created again by their
// owner. This does not happen to a pod without a controller, to a pod whose controller gives each pod a new name, and to a Job
// that has finished.
func (e *evaluator) gone(s Subject) Reason {
	versions := e.view.History(s.Ref)
	if len(versions) == 0 {
		return Reason{}
	}
	last := versions[len(versions)-1]
	began := e.lasting(s.Ref, last.Object, func(obj *unstructured.Unstructured) bool { return obj.GetDeletionTimestamp() != nil })
	if began.IsZero() {
		began = last.At
	}
	now := "is being deleted"
	if last.Type == watch.Deleted {
		now = "was deleted"
	}
	switch s.Ref.Kind.GVK.GroupKind().String() {
	case "Pod":
		why := "it " + now + ", and nothing makes a pod of this name again"
		switch {
		case !neverAgain(last.Object):
		case s.Goal != Change: // it may still become Terminating
			return e.terminal(why, began)
		case last.Type == watch.Deleted: // the last events about it may come after it
			return e.after(Settle, why, last.At)
		}
	case "Job.batch":
		if end := e.endOf(s, last.Object); end.of != "" {
			return e.terminal(fmt.Sprintf("it was %s, and %s%s", end.of, now, byTTL(last.Object, end, began)), began)
		}
	}
	return Reason{}
}

// neverAgain reports whether no other pod will have this one's name.
func neverAgain(pod *unstructured.Unstructured) bool {
	if owner := metav1.GetControllerOf(pod); owner != nil {
		return namesAnew(owner.Kind)
	}
	return len(pod.GetOwnerReferences()) == 0
}

// byTTL adds that the TTL controller has deleted a finished Job, if its spec asks for that.
func byTTL(obj *unstructured.Unstructured, end jobEnd, deleted time.Time) string {
	job := kube.As[batchv1.Job](obj)
	if job == nil || job.Spec.TTLSecondsAfterFinished == nil {
		return ""
	}
	seconds := *job.Spec.TTLSecondsAfterFinished
	if deleted.Before(end.at.Add(time.Duration(seconds)*time.Second - ttlEarly)) {
		return ""
	}
	return fmt.Sprintf(" by its TTL (ttlSecondsAfterFinished: %d)", seconds)
}

// ttlEarly is how much earlier than expected the controller may delete the Job: status times are in whole seconds.
const ttlEarly = 2 * time.Second
