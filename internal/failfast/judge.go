package failfast

import (
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Goal is what a wait wants of its subject.
type Goal int

// What a subject can be awaited to be.
const (
	Up       Goal = iota // running, ready, available, answering
	Complete             // done: a Job, a rollout to the present spec, a pod that exits with 0
	Change               // anything that a pod or a job does only before it is over, well or not
	Present              // there, with any of its containers running
)

// Subject is what a wait wants to be well: a Pod, a Service (its endpoints), or
// a workload. Nothing is ever said about objects of other kinds.
type Subject struct {
	Ref  kube.Ref
	Goal Goal
}

// Reason is why a subject cannot become well. Why is empty while there is hope.
type Reason struct {
	Why  string
	From time.Time // before that time it does not count: it may still heal
}

// Settle is how old a state must be in a wait that found it there: what the step
// before changed may not have been seen yet.
const Settle = 2 * time.Second

// Judge says why the subject cannot become what is wanted. since is when the
// wait began: what was wrong before may have been put right just now.
func Judge(v observe.View, s Subject, since time.Time) Reason {
	c := newCase(v, since)
	obj := v.Get(s.Ref)
	if obj == nil || obj.GetDeletionTimestamp() != nil {
		return c.gone(s)
	}
	switch s.Ref.Kind.GVK.GroupKind().String() {
	case "Pod":
		if s.Goal == Change || s.Goal == Present {
			return c.over(obj)
		}
		return c.pod(obj, s.Goal)
	case "Service":
		return c.service(obj)
	case "Job.batch":
		if r := c.ended(s, obj); r.Why != "" || s.Goal == Change {
			return r
		}
		return c.workload(s, obj)
	case "Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps":
		return c.workload(s, obj)
	}
	return Reason{}
}

// terminal is a state that never changes again: it counts at once when it came
// during the wait.
func (c *kase) terminal(why string, began time.Time) Reason {
	if began.Before(c.since) {
		began = c.since.Add(Settle)
	}
	return Reason{Why: why, From: began}
}

// after is a state that must have lasted, within the wait, before it counts.
func (c *kase) after(grace time.Duration, why string, began time.Time) Reason {
	if began.Before(c.since) {
		began = c.since
	}
	return Reason{Why: why, From: began.Add(grace)}
}
