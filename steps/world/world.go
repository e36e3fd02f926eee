package world

import (
	"context"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Scenario identifies the scenario of a World.
type Scenario struct {
	Name string
	URI  string // path of the feature file
	Line int    // from 1
	Tags []string
	// Objects are those in its manifests, as written.
	Objects []*unstructured.Unstructured
	// Charts are those that it installs.
	Charts []Chart
	// Said are the names and labels in its steps, by the text of the step.
	Said map[string][]string
	// Passing has for each step, in order, by its text, whether it is a check right after an action, when the effects are not
	// complete yet.
	Passing []map[string]bool
	// InPassing is the entry of Passing for the running step: another step may have the same text.
	InPassing map[string]bool
	// Acts has for each step, in order, whether it is an action.
	Acts []bool
	// LastAsk is the number, from 0, of the last step that sends something over the network; -1 if none does.
	LastAsk int
	// Given maps names in the scenario to existing namespaces; the empty name is for objects without a namespace. The scenario
	// only reads what is in them: it changes, labels and deletes nothing. With any given namespace, it creates none of its own.
	Given map[string]string
	// SetUp, if set, marks the scenario as the set-up of a project.
	SetUp *SetUp
	// Attempt counts the attempts at the scenario in this run, from 1; each has its own namespaces.
	Attempt int
}

// World is the state of one scenario. Its methods are called by the steps of that scenario in sequence; it is not safe for
// concurrent use.
type World struct {
	Run      *Run
	Scenario Scenario
	Timeline *observe.Timeline
	// Sees, if set, is called with what a waiting step observes, whenever that changes. The watches call it, so it must not
	// block.
	Sees func(saw string)
	// Waited, if set, is called for each wait that was met, with the time that it needed and its timeout.
	Waited func(needed, allowed time.Duration)
	// Bound, if set, returns the timeout of a wait in the running step whose timeout would otherwise be within.
	Bound func(within time.Duration) time.Duration
	// Noted, if set, is called with each note of a step; see Note.
	Noted func(text string)
	// Warned, if set, is called with each warning; see Warn.
	Warned func(text string)

	backend        backend             // live or recorded
	namespaces     map[string]string   // alias → real name
	current        string              // alias of the namespace used last
	visited        map[string]bool     // namespaces of the set-up that it has used
	applied        map[string]string   // key → alias of the namespace it was applied to
	brought        []kube.Ref          // applied objects, without duplicates, in the order of their first apply
	declared       bool                // a manifest contained a Namespace; these are ready at once
	called         map[string]kube.Ref // key → object with this name in the scenario, see Call
	releases       map[string]*Release // namespace/name → release
	values         map[string]string   // defined by steps
	exchange       *Exchange           // the last request
	trust          Trust
	load           *Load                  // the repeated request
	power          map[string]Power       // node → what was done to its machine
	down           map[string]bool        // nodes and etcd members that are switched off or frozen
	stoppedControl bool                   // see StoppedControl
	enforcers      *enforcers             // of NetworkPolicies; nil before they are needed
	created        map[kube.Ref]types.UID // cluster-scoped objects that the scenario created
	changesNodes   bool                   // it has changed a node
	undo           undoStack
	guard          guard
	kept           bool
	answers        answers     // to questions that cannot be watched
	states         []State     // after each step
	attempts       []time.Time // when such questions were polled
	secrets        bool        // a step has used a Secret
}

// Open starts a scenario. It sends no request to the cluster: a namespace is created when a step first needs it.
func (r *Run) Open(s Scenario) *World {
	if s.SetUp != nil {
		return r.open(s, placed{})
	}
	return r.open(s, live{})
}

func (r *Run) open(s Scenario, b backend) *World {
	timeline := r.Hub.Timeline()
	timeline.Want(r.always...)
	return &World{
		Run:        r,
		Scenario:   s,
		backend:    b,
		Timeline:   timeline,
		guard:      guard{now: timeline.Now},
		namespaces: map[string]string{},
		visited:    map[string]bool{},
		applied:    map[string]string{},
		called:     map[string]kube.Ref{},
		releases:   map[string]*Release{},
		values:     map[string]string{},
		power:      map[string]Power{},
		down:       map[string]bool{},
		created:    map[kube.Ref]types.UID{},
	}
}

// Defer registers an undo. Undos run in reverse order when the scenario closes, also after a failure, an interrupt or a panic.
func (w *World) Defer(what string, undo func(context.Context) error) {
	done := w.Run.begun.add(what)
	w.undo.push(what, func(ctx context.Context) error {
		err := undo(ctx)
		if err == nil {
			done()
		}
		return err
	})
}

// Keep leaves the scenario's namespaces in place when it closes, with a label that protects them from later clean-ups.
func (w *World) Keep() { w.kept = true }

// Kept reports whether Keep was called.
func (w *World) Kept() bool { return w.kept }

// OwnNamespaces returns the real names of the namespaces that the scenario has created, sorted, without those of the run's
// set-up, which it knows only after a step has named them.
func (w *World) OwnNamespaces() []string {
	return w.namespacesThat(func(name string) bool { return !w.visited[name] })
}

// ChangeableNamespaces returns the namespaces whose objects the scenario may change.
func (w *World) ChangeableNamespaces() []string { return w.namespacesThat(w.ownNamespace) }

// SetUpNamespaces returns the namespaces of the run's set-up that a step has named.
func (w *World) SetUpNamespaces() []string {
	return w.namespacesThat(func(name string) bool { return w.visited[name] })
}

func (w *World) namespacesThat(fit func(name string) bool) (names []string) {
	for _, name := range w.namespaces {
		if fit(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Namespaces returns a copy of the scenario's namespaces, alias to real name. It includes those of the run's set-up that a step
// has named, see [World.OwnNamespaces].
func (w *World) Namespaces() map[string]string {
	out := make(map[string]string, len(w.namespaces))
	for alias, name := range w.namespaces {
		out[alias] = name
	}
	return out
}

// Close undoes what the scenario did, newest first, and deletes its namespaces without waiting (see [Run.Finish]). It tries
// every undo and joins their errors. The context must outlive the cancellation of the scenario.
func (w *World) Close(ctx context.Context) error {
	for _, g := range w.guard.guards {
		_ = g.stop() // Conclude has reported it, or a step has failed
	}
	err := w.undo.run(ctx, w.Run.Timeouts.Undo)
	w.Timeline.Close()
	if w.enforcers != nil && w.enforcers.timeline != nil {
		w.enforcers.timeline.Close()
	}
	return err
}

// Watch starts the watches of these kinds, so that the scenario's timeline contains their history from before the next action.
func (w *World) Watch(ctx context.Context, kinds ...kube.Kind) error {
	return w.Timeline.Ensure(ctx, kinds...)
}
