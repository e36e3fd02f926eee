package failfast

import (
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Goal is the state that a wait expects of its subject.
type Goal int

// The states that can be waited for.
const (
	Up       Goal = iota // running, ready, available, answering
	Complete             // finished: a Job, a rollout of the current spec, a pod that exits with 0
	Change               // anything that a pod or a Job can do only before it finishes, whether it succeeds or not
	Present              // it exists, and any of its containers is running
)

// Subject is the object that a wait is about: a Pod, a Service (its endpoints), or a workload. Other kinds never fail
// fast.
type Subject struct {
	Ref  kube.Ref
	Goal Goal
}

// Reason is why a subject can no longer reach its goal. Why is empty while it still may.
type Reason struct {
	Why  string
	From time.Time // the reason does not apply before this time, because the subject may still recover
}

// Settle is how long a state that existed before the wait must last within it: the effect of the previous step may not
// have been observed yet.
const Settle = 2 * time.Second

// Judge says why the subject can no longer reach its goal. since is when the wait began: a problem that is older may
// just have been fixed.
func Judge(v observe.View, s Subject, since time.Time) Reason {
	e := &evaluator{view: v, since: since}
	obj := v.Get(s.Ref)
	if obj == nil || obj.GetDeletionTimestamp() != nil {
		return e.gone(s)
	}
	switch s.Ref.Kind.GVK.GroupKind().String() {
	case "Pod":
		if s.Goal == Change || s.Goal == Present {
			return e.over(obj)
		}
		return e.pod(obj, s.Goal)
	case "Service":
		return e.service(obj)
	case "Job.batch":
		if r := e.ended(s, obj); r.Why != "" || s.Goal == Change {
			return r
		}
		return e.workload(s, obj)
	case "Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps":
		return e.workload(s, obj)
	}
	return Reason{}
}

// terminal returns the reason for a state that never changes again. It applies at once if the state was reached during the
// wait.
func (e *evaluator) terminal(why string, began time.Time) Reason {
	if began.Before(e.since) {
		began = e.since.Add(Settle)
	}
	return Reason{Why: why, From: began}
}

// after returns the reason for a state that must last for a grace period within the wait before it applies.
func (e *evaluator) after(grace time.Duration, why string, began time.Time) Reason {
	if began.Before(e.since) {
		began = e.since
	}
	return Reason{Why: why, From: began.Add(grace)}
}
