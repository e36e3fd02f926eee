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

// notHeld is the failure of a condition that did not stay true. That a pod is still starting is not a cause if the pod has
// never been ready. If it was ready, or was replaced, it explains why the pod is not ready now.
func notHeld(w *world.World, about kube.Ref, err error) error {
	f, ok := errors.AsType[*explain.Failure](err)
	if !ok {
		return err
	}
	if f.Hint == "" {
		f.Hint = "it was so, and did not stay so: " + changedBefore + ", or assert what comes next"
	}
	missed, is := errors.AsType[*observe.Missed](err)
	if !is || about.Kind.GVK.Kind != "Pod" || f.Code != "" && !explain.OnItsWay(f.Code) {
		return err
	}
	w.Timeline.View(func(v observe.View) {
		if neverReady(v, about, seenAt(missed)) {
			f.Code, f.Why, f.Evidence = "", "", nil
			f.Hint = "it was so, and did not stay so, since the pod got on: assert what comes next, or what keeps it as it was"
		}
	})
	return err
}

// seenAt returns when the state was seen that ended a wait.
func seenAt(missed *observe.Missed) time.Time {
	if missed.LastChange.IsZero() {
		return missed.Ended
	}
	return missed.LastChange
}

// neverReady reports whether only one pod of this name had been observed until then, and that one had never been ready. What
// was observed later, while the failure was explained, depends on how fast that was.
func neverReady(v observe.View, ref kube.Ref, until time.Time) bool {
	history := v.History(ref)
	for _, o := range history {
		if o.At.After(until) {
			break
		}
		pod := kube.As[corev1.Pod](o.Object)
		if o.Object.GetUID() != history[0].Object.GetUID() || pod == nil || objects.PodIsReady(pod) {
			return false
		}
	}
	return len(history) > 0
}

// causeWithin is how much later than the status of a workload the end of its pod may be observed: they come by different
// watches.
const causeWithin = time.Second

// awaitCause waits for the cause of a condition that did not stay true, if it must come from another object.
func awaitCause(ctx context.Context, w *world.World, about kube.Ref) {
	if kind := about.Kind.GVK.Kind; kind == "" || kind == "Pod" {
		return
	}
	limited, cancel := w.Timeline.WithTimeout(ctx, causeWithin)
	defer cancel()
	err := w.Timeline.Until(limited, func(v observe.View) observe.Verdict { return observe.Verdict{Met: hasCause(v, about)} })
	if err != nil {
		return // there is no other cause; what is known by now is reported
	}
}

// hasCause reports whether more is known about an object than that it is not as expected.
func hasCause(v observe.View, about kube.Ref) bool {
	found := explain.Why(factsOf(v), explain.SubjectOf(about.Kind.GVK, about.Namespace, about.Name))
	return len(found) > 0 && !explain.OnItsWay(found[0].Code) && found[0].Code != explain.WorkloadStuck && found[0].Code != explain.ServiceNoEndpoints
}
