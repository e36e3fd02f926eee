package world

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// backend is what stands behind a scenario: a cluster (live), or the recording of a run on one (recorded). It is chosen
// when the scenario is opened, so that nothing else asks which of them it is.
type backend interface {
	// ask has a question answered into value, which is a pointer; do asks the cluster, and sets it.
	ask(ctx context.Context, w *World, q Question, value any, do func(context.Context) error) error
	// recall is ask for what an explanation needs, and returns false when there is no answer.
	recall(w *World, q Question, value any, do func()) bool
	// clock is that by which questions are asked again.
	clock() probe.Clock
	// beginAsking is told that the first question of a step comes next.
	beginAsking()
	// feel asks the API server beside a wait of a length whether it is there; nil where nobody can be asked.
	feel(ctx context.Context, w *World, length time.Duration) *probe.Pulse
	// makeNamespace makes the namespace of an alias.
	makeNamespace(ctx context.Context, w *World, alias string) (name string, err error)
	// look gives the objects of a kind in a namespace that is not the scenario's.
	look(ctx context.Context, w *World, kind kube.Kind, namespace string) (*observe.Timeline, error)
}

// Clock is the clock for repeating questions that are not watched.
func (w *World) Clock() probe.Clock { return w.backend.clock() }

// BeginAsking is called when a step has found out whom to ask, and is about to ask for the first time.
func (w *World) BeginAsking() { w.backend.beginAsking() }

// Feel begins to ask the API server, beside a wait of a length, whether it is there. It returns nil where there is none to
// ask, as in a replay.
func (w *World) Feel(ctx context.Context, length time.Duration) *probe.Pulse {
	return w.backend.feel(ctx, w, length)
}

// live is the backend of a run on a cluster.
type live struct{}

func (live) ask(ctx context.Context, w *World, q Question, value any, do func(context.Context) error) error {
	began := time.Now()
	err := do(ctx)
	isLost := w.isLost(q, err)
	w.answers.add(Answer{Question: q, Began: began, Ended: time.Now(), Lost: isLost}, value, err)
	if missing := kube.MissingRight(err); missing != nil {
		return &forbidden{missing}
	}
	if isLost {
		return &astray{err}
	}
	return err
}

func (live) recall(w *World, q Question, value any, do func()) bool {
	began := time.Now()
	do()
	w.answers.add(Answer{Question: q, Began: began, Ended: time.Now()}, value, nil)
	return true
}

func (live) clock() probe.Clock { return probe.Wall{} }

func (live) beginAsking() {}

func (live) feel(ctx context.Context, w *World, length time.Duration) *probe.Pulse {
	if w.Run.Client == nil {
		return nil
	}
	return probe.Feel(ctx, length, w.Run.Client.Alive)
}
