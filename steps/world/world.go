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
	Line int    // 1-based
	Tags []string
	// Objects are those of its manifests, as written.
	Objects []*unstructured.Unstructured
	// Charts are those that it installs.
	Charts []Chart
	// Said are the names and labels in each of its steps, by the text of the step.
	Said map[string][]string
	// Passing says of each of its steps, in order, by its text, whether it is a check right after an action, when things are still on
	// their way.
	Passing []map[string]bool
	// InPassing is that of the running step alone: another one may have the same text.
	InPassing map[string]bool
	// Acts says of each of its steps, in order, whether it is an action.
	Acts []bool
	// LastAsk is the number, from 0, of its last step that asks over the network; -1 when none does.
	LastAsk int
	// Given are namespaces that are there already, by the names that the scenario has for them; the empty one is that of objects
	// that name none. The scenario looks at what is in them, and changes, labels and deletes nothing there. With any, it makes no
	// namespace of its own.
	Given map[string]string
	// SetUp, when set, says that the scenario is the set-up of a project.
	SetUp *SetUp
	// Attempt counts the attempts at the scenario in this run, from 1; each has namespaces of its own.
	Attempt int
}

// World is one scenario's state. Its methods are called by the steps of that
// scenario, one after the other; it is not safe for concurrent use.
type World struct {
	Run      *Run
	Scenario Scenario
	Timeline *observe.Timeline
	// Sees, when set, is told what a waiting step sees, whenever that changes. It is called from the watches and
	// must return at once.
	Sees func(saw string)
	// Waited, when set, is told of each wait that was met: what it needed, and what it was allowed.
	Waited func(needed, allowed time.Duration)
	// Bound, when set, says how long a wait of the running step may take that would be allowed as long as this.
	Bound func(within time.Duration) time.Duration
	// Noted, when set, is told what a step says of itself; see Note.
	Noted func(text string)
	// Warned, when set, is told of each warning; see Warn.
	Warned func(text string)

	backend        backend             // live or recorded
	namespaces     map[string]string   // alias → real name
	current        string              // alias of the namespace used last
	visited        map[string]bool     // namespaces of the set-up that it has looked at
	applied        map[string]string   // key → alias it was applied to
	brought        []kube.Ref          // what it has applied, each once, in that order
	declared       bool                // a manifest had a Namespace, which is ready when it has been applied
	called         map[string]kube.Ref // key → what the scenario calls so, see Call
	releases       map[string]*Release // namespace/name → release
	values         map[string]string   // that steps have given
	exchange       *Exchange           // of the request that was sent last
	trust          Trust
	load           *Load                  // of the request that is repeated
	power          map[string]Power       // node → what was done to its machine
	down           map[string]bool        // nodes and members of etcd that are switched off or frozen
	stoppedControl bool                   // see StoppedControl
	created        map[kube.Ref]types.UID // cluster-scoped objects that the scenario made
	changesNodes   bool                   // it has changed a node
	undo           undoStack
	guard          guard
	kept           bool
	answers        answers     // of what is not watched
	states         []State     // after each step
	attempts       []time.Time // when such answers were tried for
	secrets        bool        // a step has spoken of one
}

// Open begins a scenario. It asks nothing of the cluster: the first namespace
// is made when a step needs it.
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

// Defer registers an undo. Undos run in reverse order when the scenario
// closes, also after a failure, an interrupt or a panic.
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

// Keep leaves the scenario's namespaces in place when it closes, labelled so
// that no later clean-up takes them.
func (w *World) Keep() { w.kept = true }

// Kept tells whether Keep was called.
func (w *World) Kept() bool { return w.kept }

// OwnNamespaces are the real names of the namespaces that the scenario has made, in order: without those of the run's set-up,
// which become known to it when a step names them.
func (w *World) OwnNamespaces() []string {
	return w.namespacesThat(func(name string) bool { return !w.visited[name] })
}

// ChangeableNamespaces are those whose objects the scenario may change.
func (w *World) ChangeableNamespaces() []string { return w.namespacesThat(w.ownNamespace) }

// SetUpNamespaces are those of the run's set-up that a step has named.
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

// Namespaces returns the scenario's namespaces, alias to real name, as a copy. Those of the run's set-up that a step has named
// are among them, see [World.OwnNamespaces].
func (w *World) Namespaces() map[string]string {
	out := make(map[string]string, len(w.namespaces))
	for alias, name := range w.namespaces {
		out[alias] = name
	}
	return out
}

// Close undoes what the scenario did, newest first, and asks for the deletion
// of its namespaces without waiting for it (see [Run.Finish]). Every undo is
// tried; their errors are joined. The context should be one that the end of
// the scenario has not cancelled.
func (w *World) Close(ctx context.Context) error {
	for _, g := range w.guard.guards {
		_ = g.stop() // nothing to learn any more: Conclude has told, or a step failed
	}
	err := w.undo.run(ctx, w.Run.Timeouts.Undo)
	w.Timeline.Close()
	return err
}

// Watch starts the watches of the given kinds, so that the scenario's
// timeline holds their history from before the next action.
func (w *World) Watch(ctx context.Context, kinds ...kube.Kind) error {
	return w.Timeline.Ensure(ctx, kinds...)
}
