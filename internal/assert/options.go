package assert

import (
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Option is how a wait differs from others.
type Option func(*options)

// options are those of one wait.
type options struct {
	timeline   *observe.Timeline // what it looks at
	goal       *failfast.Goal    // of the object that the wait is about
	subject    *failfast.Subject // what must not have become impossible
	pods       []kube.Ref        // that have to answer
	needed     failfast.Goal     // what they need for that
	apiServer  bool              // the API server itself is asked
	warnAtOnce bool
	otherwise  func(observe.View) bool
}

func optionsOf(w *world.World, about kube.Ref, opts []Option) options {
	o := options{timeline: w.Timeline}
	for _, set := range opts {
		set(&o)
	}
	if o.goal != nil {
		o.subject = &failfast.Subject{Ref: about, Goal: *o.goal}
	}
	return o
}

// FailFast ends a wait early when the object that it is about can no longer reach a goal. Checks that await something bad,
// history or absence must not use it: what they wait for may be just that. [failfast.Change] is for checks of a pod that
// await anything, good or bad, which no pod comes to any more once it is over.
func FailFast(goal failfast.Goal) Option { return func(o *options) { o.goal = &goal } }

// FailFastOf is failFast for another object than the one that the wait is about.
func FailFastOf(subject failfast.Subject) Option { return func(o *options) { o.subject = &subject } }

// On waits by what another timeline than the scenario's sees.
func On(timeline *observe.Timeline) Option { return func(o *options) { o.timeline = timeline } }

// Needs ends a wait for an answer early when the pods that give it can no longer reach a goal.
func Needs(goal failfast.Goal, pods ...kube.Ref) Option {
	return func(o *options) { o.needed, o.pods = goal, pods }
}

// OfTheAPIServer is for a question to the API server itself. Its silence is an answer, and it is asked again after a pause
// only: the question changes what is watched, and its own echo is no reason to ask again at once.
func OfTheAPIServer() Option { return func(o *options) { o.apiServer = true } }

// WarnAtOnce is for a check of what is not so (no endpoint, no restart, nothing in a field). It warns when the check was met
// right after an action, of which nothing may have come yet, unless it was ever otherwise. nil stands for what tells nothing.
func WarnAtOnce(otherwise func(observe.View) bool) Option {
	return func(o *options) { o.warnAtOnce, o.otherwise = true, otherwise }
}
