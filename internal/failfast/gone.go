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

// gone judges an object that is being deleted, or that was there and is no more. Most come back when somebody who keeps
// them so makes them again; a pod of nobody does not, nor does one whose controller gives each pod a name of its own,
// nor a job that has ended.
func (c *kase) gone(s Subject) Reason {
	versions := c.view.History(s.Ref)
	if len(versions) == 0 {
		return Reason{}
	}
	last := versions[len(versions)-1]
	began := c.lasting(s.Ref, last.Object, func(obj *unstructured.Unstructured) bool { return obj.GetDeletionTimestamp() != nil })
	if began.IsZero() {
		began = last.At
	}
	now := "is being deleted"
	if last.Type == watch.Deleted {
		now = "was deleted"
	}
	switch s.Ref.Kind.GVK.GroupKind().String() {
	case "Pod":
		if neverAgain(last.Object) && s.Goal != Change { // it may yet be Terminating
			return c.terminal("it "+now+", and nothing makes a pod of this name again", began)
		}
	case "Job.batch":
		if end := c.endOf(s, last.Object); end.of != "" {
			return c.terminal(fmt.Sprintf("it was %s, and %s%s", end.of, now, byTTL(last.Object, end, began)), began)
		}
	}
	return Reason{}
}

// neverAgain tells of a pod whose name comes with it and goes with it.
func neverAgain(pod *unstructured.Unstructured) bool {
	if owner := metav1.GetControllerOf(pod); owner != nil {
		return namesAnew(owner.Kind)
	}
	return len(pod.GetOwnerReferences()) == 0
}

// byTTL says that a job which has ended is cleared away when its spec asks for that.
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

// ttlEarly is by how much the controller may be early against the time at which the end was seen: it notes times in
// whole seconds.
const ttlEarly = 2 * time.Second
