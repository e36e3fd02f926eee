package assert

import (
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Option changes how a wait behaves.
type Option func(*options)

// options are those of one wait.
type options struct {
	timeline   *observe.Timeline // what the check looks at
	goal       *failfast.Goal    // of the object that the wait is about
	subject    *failfast.Subject // the wait fails fast when it can no longer reach its goal
	pods       []kube.Ref        // pods that have to answer
	needed     failfast.Goal     // the state that they need for that
	apiServer  bool              // the request goes to the API server itself
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

// FailFast ends a wait early when the object that it is about can no longer reach a goal. Checks for a bad state, for
// history or for absence must not use it: that may be exactly what they wait for. [failfast.Change] is for checks of a pod
// that wait for any change, good or bad, and no change is possible once the pod has finished.
func FailFast(goal failfast.Goal) Option { return func(o *options) { o.goal = &goal } }

// FailFastOf is FailFast for another object than the one that the wait is about.
func FailFastOf(subject failfast.Subject) Option { return func(o *options) { o.subject = &subject } }

// On waits on another timeline than that of the scenario.
func On(timeline *observe.Timeline) Option { return func(o *options) { o.timeline = timeline } }

// Needs ends a wait for an answer early when the pods that give it can no longer reach a goal.
func Needs(goal failfast.Goal, pods ...kube.Ref) Option {
	return func(o *options) { o.needed, o.pods = goal, pods }
}

// OfTheAPIServer is for a request to the API server itself. Its silence is an answer. It is repeated only after a pause:
// the request changes objects that are watched, and its own echo is not a reason to repeat it at once.
func OfTheAPIServer() Option { return func(o *options) { o.apiServer = true } }

// WarnAtOnce is for a negative check (no endpoint, no restart, nothing in a field). It warns if the check was met right
// after an action whose effect may still come, unless the opposite was observed before. nil means that this cannot be
// observed.
func WarnAtOnce(otherwise func(observe.View) bool) Option {
	return func(o *options) { o.warnAtOnce, o.otherwise = true, otherwise }
}
