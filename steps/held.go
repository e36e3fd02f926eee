package steps

import (
	"errors"

	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// notHeld is the failure of what was so, and did not stay so. A pod that has never been ready
// cannot have fallen out of anything good: that it gets on is then no cause of a fault. One
// that was ready, or was made anew, may have: that it only starts now says why it is not.
func notHeld(w *world.World, about kube.Ref, err error) error {
	f, ok := errors.AsType[*explain.Failure](err)
	if !ok || about.Kind.GVK.Kind != "Pod" || !explain.OnItsWay(f.Code) {
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
		pod := asPod(o.Object)
		if o.Object.GetUID() != history[0].Object.GetUID() || pod == nil || podIsReady(pod) {
			return false
		}
	}
	return len(history) > 0
}
