package assert

import (
	"context"
	"errors"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// notHeld is the failure of what was so, and did not stay so. A pod that has never been ready
// cannot have fallen out of anything good: that it gets on is then no cause of a fault. One
// that was ready, or was made anew, may have: that it only starts now says why it is not.
func notHeld(w *world.World, about kube.Ref, err error) error {
	f, ok := errors.AsType[*explain.Failure](err)
	if !ok {
		return err
	}
	if f.Hint == "" {
		f.Hint = "it was so, and did not stay so: " + changedBefore + ", or assert what comes next"
	}
	if about.Kind.GVK.Kind != "Pod" || !explain.OnItsWay(f.Code) {
		return err
	}
	w.Timeline.View(func(v observe.View) {
		if neverReady(v, about) {
			f.Code, f.Why, f.Evidence = "", "", nil
			f.Hint = "it was so, and did not stay so, since the pod got on: assert what comes next, or what keeps it as it was"
		}
	})
	return err
}

// neverReady tells of a pod of which only one has been seen, and that one never ready.
func neverReady(v observe.View, ref kube.Ref) bool {
	history := v.History(ref)
	for _, o := range history {
		pod := kube.As[corev1.Pod](o.Object)
		if o.Object.GetUID() != history[0].Object.GetUID() || pod == nil || objects.PodIsReady(pod) {
			return false
		}
	}
	return len(history) > 0
}

// causeWithin is how much later than a workload's status the end of its pod may be heard of: they
// come by different watches.
const causeWithin = time.Second

// awaitCause gives the cause of what did not stay so the time to arrive, where it is that of
// another object than the one in question.
func awaitCause(ctx context.Context, w *world.World, about kube.Ref) {
	if kind := about.Kind.GVK.Kind; kind == "" || kind == "Pod" {
		return
	}
	limited, cancel := w.Timeline.WithTimeout(ctx, causeWithin)
	defer cancel()
	err := w.Timeline.Until(limited, func(v observe.View) observe.Verdict { return observe.Verdict{Met: hasCause(v, about)} })
	if err != nil {
		return // it has no other cause: what is known by then is told
	}
}

// hasCause tells whether more is known about an object than that it is not as it should be.
func hasCause(v observe.View, about kube.Ref) bool {
	found := explain.Why(factsOf(v), explain.SubjectOf(about.Kind.GVK, about.Namespace, about.Name))
	return len(found) > 0 && !explain.OnItsWay(found[0].Code) && found[0].Code != explain.WorkloadStuck && found[0].Code != explain.ServiceNoEndpoints
}
