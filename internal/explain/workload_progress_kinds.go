package explain

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

func deploymentProgress(o *unstructured.Unstructured) (progress, error) {
	d, err := read[appsv1.Deployment](o)
	if err != nil {
		return progress{}, err
	}
	want, s := desiredReplicas(d.Spec.Replicas), d.Status
	p := progress{
		complete: s.UpdatedReplicas >= want && s.AvailableReplicas >= want && s.Replicas <= want,
		short:    s.UpdatedReplicas < want,
		says:     say.Textf("%d of %d pods ready, %d updated", s.ReadyReplicas, want, s.UpdatedReplicas),
	}
	if n := d.Spec.MinReadySeconds; n > 0 && s.AvailableReplicas < s.ReadyReplicas {
		p.says = say.Textf("%s, %d for the %ds of minReadySeconds", p.says, s.AvailableReplicas, n)
	}
	for _, c := range conditionsOf(o) {
		switch {
		case c.reason == "ProgressDeadlineExceeded":
			p.complete = false
			p.says = say.Textf("%s; no progress within progressDeadlineSeconds (%ds)", p.says, deref(d.Spec.ProgressDeadlineSeconds, 600))
			p.evidence = append(p.evidence, c.line(o))
		case c.kind == "ReplicaFailure" && c.status == "True":
			p.evidence = append(p.evidence, c.line(o))
		}
	}
	if d.Spec.Paused && !p.complete {
		p.says = say.Textf("%s; its rollout is paused", p.says)
		p.hint = say.Textf("resume it: set spec.paused to false")
	}
	return p, nil
}

func replicaSetProgress(o *unstructured.Unstructured) (progress, error) {
	rs, err := read[appsv1.ReplicaSet](o)
	if err != nil {
		return progress{}, err
	}
	want, s := desiredReplicas(rs.Spec.Replicas), rs.Status
	return progress{
		complete: s.AvailableReplicas >= want && s.Replicas == want,
		short:    s.Replicas < want,
		says:     say.Textf("%d of %d pods ready", s.ReadyReplicas, want),
	}, nil
}

func statefulSetProgress(o *unstructured.Unstructured) (progress, error) {
	ss, err := read[appsv1.StatefulSet](o)
	if err != nil {
		return progress{}, err
	}
	want, s := desiredReplicas(ss.Spec.Replicas), ss.Status
	p := progress{
		waitsForEnds: true,

		complete: s.ReadyReplicas >= want && s.Replicas == want && (partial(ss) || s.CurrentRevision == s.UpdateRevision),
		short:    s.Replicas < want,
		says:     say.Textf("%d of %d pods ready, %d updated", s.ReadyReplicas, want, s.UpdatedReplicas),
	}
	if ss.Spec.PodManagementPolicy != appsv1.ParallelPodManagement && s.ReadyReplicas < s.Replicas {
		p.says = say.Textf("%s; it makes the next pod when the one before it is ready", p.says)
	}
	return p, nil
}

// partial reports whether a StatefulSet is meant to keep pods of its old revision.
func partial(ss *appsv1.StatefulSet) bool {
	r := ss.Spec.UpdateStrategy.RollingUpdate
	return ss.Spec.UpdateStrategy.Type == appsv1.OnDeleteStatefulSetStrategyType || (r != nil && deref(r.Partition, 0) > 0)
}

func daemonSetProgress(o *unstructured.Unstructured) (progress, error) {
	ds, err := read[appsv1.DaemonSet](o)
	if err != nil {
		return progress{}, err
	}
	want, s := ds.Status.DesiredNumberScheduled, ds.Status
	return progress{
		waitsForEnds: true,

		complete: s.NumberAvailable >= want && s.UpdatedNumberScheduled >= want,
		short:    s.CurrentNumberScheduled < want,
		says:     say.Textf("ready on %d of %s, %d updated", s.NumberReady, say.Times("node", int(want)), s.UpdatedNumberScheduled),
	}, nil
}

func jobProgress(o *unstructured.Unstructured) (progress, error) {
	j, err := read[batchv1.Job](o)
	if err != nil {
		return progress{}, err
	}
	want := deref(j.Spec.Completions, 1)
	p := progress{
		waitsForEnds: true,

		short: j.Status.Active == 0,
		says:  say.Textf("%d of %d completions, %d active, %d failed", j.Status.Succeeded, want, j.Status.Active, j.Status.Failed),
	}
	for _, c := range j.Status.Conditions {
		switch {
		case c.Status != corev1.ConditionTrue:
		case c.Type == batchv1.JobComplete:
			p.complete = true
		case c.Type == batchv1.JobFailureTarget:
			p.over = true
		case c.Type == batchv1.JobFailed:
			p.over = true
			p.says = say.Textf("%s; failed for good: %s", p.says, quote(c.Reason))
			p.evidence = append(p.evidence, fmt.Sprintf("%s condition Failed: %s", pathOf(o), quoteless(c.Message)))
			p.hint = jobHint(c.Reason, j)
		}
	}
	if deref(j.Spec.Suspend, false) {
		p.says, p.hint = say.Textf("%s; it is suspended", p.says), say.Textf("set spec.suspend to false")
	}
	return p, nil
}

func jobHint(reason string, j *batchv1.Job) say.Text {
	switch reason {
	case batchv1.JobReasonBackoffLimitExceeded:
		return say.Textf("look at the pods' own reasons above; it was tried backoffLimit (%d) times again", deref(j.Spec.BackoffLimit, 6))
	case batchv1.JobReasonDeadlineExceeded:
		limit := time.Duration(deref(j.Spec.ActiveDeadlineSeconds, 0)) * time.Second
		return say.Textf("raise activeDeadlineSeconds (%s), or make it faster", Age(limit))
	}
	return say.Textf("look at the job's condition")
}

// desiredReplicas returns the replicas in a spec; the default is one.
func desiredReplicas(replicas *int32) int32 { return deref(replicas, 1) }

func deref[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}
