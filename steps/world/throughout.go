package world

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Invariant is a condition that must hold from its step to the end of the scenario.
type Invariant struct {
	// Breach says by what it is broken, nil while it holds. It is asked once for every observation, in order.
	Breach func(observe.View) *Breach
	// Idle, when set, says at the end why it was never about anything; "" when it was.
	Idle func(observe.View) string
	// Fail makes the error of the scenario out of a breach.
	Fail func(context.Context, Breach) error
}

// Breach is how an invariant was broken.
type Breach struct {
	About  kube.Ref
	Saw    string
	During string        // the text of the step that was running, or had run last
	After  time.Duration // since that step began
	Action string        // the text of the last action before that step; "" when it was an action itself, or there was none
	Ago    time.Duration // since that action began
}

// guard watches over a scenario's invariants. The watches report to it, while
// the steps go on.
type guard struct {
	mu     sync.Mutex
	step   int // that runs, or ran last
	text   string
	began  time.Time
	acts   bool // the step is an action
	action string
	acted  time.Time               // when the action before the step began
	now    func() time.Time        // of the timeline
	end    context.CancelCauseFunc // ends the running step
	first  *broken
	guards []*guarded
}

// guarded is an invariant with the step that it was stated in.
type guarded struct {
	Invariant
	step int
	stop func() error
}

type broken struct {
	by     *guarded
	breach Breach
}

var errBroken = errors.New("an invariant of the scenario is broken")

// Throughout watches an invariant from now on.
func (w *World) Throughout(i Invariant) {
	g := &guarded{Invariant: i, step: w.guard.at()}
	g.stop = w.Timeline.Never(func(v observe.View) observe.Verdict {
		breach := i.Breach(v)
		if breach == nil {
			return observe.Verdict{}
		}
		w.guard.raise(g, *breach)
		return observe.Verdict{Met: true, Saw: breach.Saw}
	})
	w.guard.guards = append(w.guard.guards, g)
}

// During runs a step. It ends early, and its error is that of the invariant, when
// one is broken.
func (w *World) During(ctx context.Context, step int, text string, run func(context.Context) error) error {
	within, end := context.WithCancelCause(ctx)
	defer end(nil)
	if step < len(w.Scenario.Passing) {
		w.Scenario.InPassing = w.Scenario.Passing[step]
	}
	w.guard.enter(step, text, step < len(w.Scenario.Acts) && w.Scenario.Acts[step], end)
	defer w.guard.leave()
	err := run(within)
	if b := w.guard.broken(); b != nil && ctx.Err() == nil {
		return b.by.Fail(ctx, b.breach)
	}
	return err
}

// Conclude ends the watching, and returns what the steps did not learn any more:
// a breach after the last of them, or an invariant that was never about
// anything; with the number of the step that stated it.
func (w *World) Conclude(ctx context.Context) (step int, err error) {
	var ended []error
	for _, g := range w.guard.guards {
		ended = append(ended, g.stop())
	}
	if b := w.guard.broken(); b != nil {
		return b.by.step, b.by.Fail(ctx, b.breach)
	}
	for i, g := range w.guard.guards {
		if ended[i] != nil { // it could not be judged
			return g.step, ended[i]
		}
		if g.Idle == nil {
			continue
		}
		verdict := observe.Verdict{}
		if w.Timeline.View(func(v observe.View) { verdict = g.wasAbout(v) }); verdict.Met {
			continue
		}
		verdict, err := w.Timeline.SoFar(ctx, g.wasAbout) // that it was about nothing rests on what was not seen
		switch {
		case err != nil:
			return g.step, err
		case !verdict.Met:
			return g.step, g.Fail(ctx, Breach{Saw: verdict.Saw})
		}
	}
	return 0, nil
}

// wasAbout is a check that the invariant was about something.
func (g *guarded) wasAbout(v observe.View) observe.Verdict {
	saw := g.Idle(v)
	return observe.Verdict{Met: saw == "", Saw: saw, Unseen: saw != ""}
}

// At is the number of the running step, from 0.
func (w *World) At() int { return w.guard.at() }

func (g *guard) at() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.step
}

func (g *guard) enter(step int, text string, acts bool, end context.CancelCauseFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.acts {
		g.action, g.acted = g.text, g.began
	}
	g.step, g.text, g.acts, g.began, g.end = step, text, acts, g.now(), end
	if g.first != nil { // between two steps
		end(errBroken)
	}
}

func (g *guard) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.end = nil
}

// raise notes the first breach and ends the running step. It is called by the
// watches and returns at once.
func (g *guard) raise(by *guarded, breach Breach) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.first != nil {
		return
	}
	breach.During, breach.After = g.text, g.now().Sub(g.began)
	if !g.acts && g.action != "" {
		breach.Action, breach.Ago = g.action, g.now().Sub(g.acted)
	}
	g.first = &broken{by, breach}
	if g.end != nil {
		g.end(errBroken)
	}
}

func (g *guard) broken() *broken {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.first
}
