package world

import (
	"context"
	"errors"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// backend is what a scenario runs on: a cluster (live), or the recording of a run on a cluster (recorded). It is chosen when
// the scenario is opened, so that no other code has to distinguish them.
type backend interface {
	// ask stores the answer to a question in value, which is a pointer; do asks the cluster and sets it.
	ask(ctx context.Context, w *World, q Question, value any, do func(context.Context) error) error
	// recall is ask for explanations; it returns false if there is no answer.
	recall(w *World, q Question, value any, do func()) bool
	// clock is the clock for repeating questions.
	clock() probe.Clock
	// beginAsking is called before the first question of a step.
	beginAsking()
	// feel checks during a wait of this length whether the API server responds; nil if there is no API server.
	feel(ctx context.Context, w *World, length time.Duration) *probe.Pulse
	// makeNamespace creates the namespace for an alias.
	makeNamespace(ctx context.Context, w *World, alias string) (name string, err error)
	// look returns the objects of a kind in a namespace that is not the scenario's.
	look(ctx context.Context, w *World, kind kube.Kind, namespace string) (*observe.Timeline, error)
}

// Clock returns the clock for repeating questions that cannot be watched.
func (w *World) Clock() probe.Clock { return w.backend.clock() }

// BeginAsking is called when a step has resolved its target and is about to ask for the first time.
func (w *World) BeginAsking() { w.backend.beginAsking() }

// Feel starts to check, during a wait of this length, whether the API server responds. It returns nil if there is none, as in a
// replay.
func (w *World) Feel(ctx context.Context, length time.Duration) *probe.Pulse {
	return w.backend.feel(ctx, w, length)
}

// live is the backend for a cluster.
type live struct{}

// mostAgain is how often a question is asked again at once because its answer shows nothing.
const mostAgain = 3

func (l live) ask(ctx context.Context, w *World, q Question, value any, do func(context.Context) error) error {
	answer, err := l.askOnce(ctx, w, q, do)
	for again := 0; again < mostAgain && errors.Is(err, errAway) && w.mayRepeat(q) && ctx.Err() == nil; again++ {
		answer, err = l.askOnce(ctx, w, q, do)
	}
	w.answers.add(answer, value, err)
	if missing := kube.MissingRight(err); missing != nil {
		return &forbidden{missing}
	}
	if answer.Lost {
		return &astray{err}
	}
	return err
}

func (live) askOnce(ctx context.Context, w *World, q Question, do func(context.Context) error) (Answer, error) {
	sent, err := w.beginSending(ctx, q)
	if err != nil {
		now := time.Now()
		return Answer{Question: q, Began: now, Ended: now, Lost: true}, err
	}
	began := time.Now()
	err = do(ctx)
	answer := Answer{Question: q, Began: began, Ended: time.Now(), Lost: w.isLost(q, err)}
	if away := w.endSending(ctx, sent, err); away != nil {
		answer.Lost, err = true, away
	}
	return answer, err
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
