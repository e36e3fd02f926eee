package steps

import (
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// option is how a wait differs from others.
type option func(*options)

// options are those of one wait.
type options struct {
	timeline   *observe.Timeline // what it looks at
	goal       *failfast.Goal    // of the object that the wait is about
	subject    *failfast.Subject // what must not have become impossible
	pods       []kube.Ref        // that have to answer
	needed     failfast.Goal     // what they need for that
	apiServer  bool              // the API server itself is asked
	warnAtOnce bool
}

func optionsOf(w *world.World, about kube.Ref, opts []option) options {
	o := options{timeline: w.Timeline}
	for _, set := range opts {
		set(&o)
	}
	if o.goal != nil {
		o.subject = &failfast.Subject{Ref: about, Goal: *o.goal}
	}
	return o
}

// failFast ends a wait early when the object that it is about can no longer reach a goal. Checks that await something bad,
// history or absence must not use it: what they wait for may be just that. [failfast.Change] is for checks of a pod that
// await anything, good or bad, which no pod comes to any more once it is over.
func failFast(goal failfast.Goal) option { return func(o *options) { o.goal = &goal } }

// failFastOf is failFast for another object than the one that the wait is about.
func failFastOf(subject failfast.Subject) option { return func(o *options) { o.subject = &subject } }

// on waits by what another timeline than the scenario's sees.
func on(timeline *observe.Timeline) option { return func(o *options) { o.timeline = timeline } }

// needs ends a wait for an answer early when the pods that give it can no longer reach a goal.
func needs(goal failfast.Goal, pods ...kube.Ref) option {
	return func(o *options) { o.needed, o.pods = goal, pods }
}

// ofTheAPIServer is for a question to the API server itself. Its silence is an answer, and it is asked again after a pause
// only: the question changes what is watched, and its own echo is no reason to ask again at once.
func ofTheAPIServer() option { return func(o *options) { o.apiServer = true } }

// warnAtOnce is for a check of what is not so (no endpoint, no restart, nothing in a field). It warns when the check was met
// when it was first looked at, right after an action: nothing may have come of the action yet.
func warnAtOnce() option { return func(o *options) { o.warnAtOnce = true } }
