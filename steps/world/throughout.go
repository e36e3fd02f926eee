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
	// Breach returns how it is violated, nil while it holds. It is called once for every observation, in order.
	Breach func(observe.View) *Breach
	// Idle, if set, returns at the end why the invariant never applied to anything; "" if it did.
	Idle func(observe.View) string
	// Fail converts a breach to the error of the scenario.
	Fail func(context.Context, Breach) error
}

// Breach describes how an invariant was violated.
type Breach struct {
	About  kube.Ref
	Saw    string
	During string        // text of the running step, or of the last one
	After  time.Duration // time since that step began
	Action string        // text of the last action before that step; "" if that step was an action, or there was none
	Ago    time.Duration // time since that action began
}

// guard monitors the invariants of a scenario. The watches call it while the steps run.
type guard struct {
	mu     sync.Mutex
	step   int // number of the running step, or of the last one
	text   string
	began  time.Time
	acts   bool // the step is an action
	action string
	acted  time.Time               // when the last action before the step began
	now    func() time.Time        // the clock of the timeline
	end    context.CancelCauseFunc // ends the running step
	first  *broken
	guards []*guarded
}

// guarded is an invariant with the number of its step.
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

// Throughout monitors an invariant from now on.
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

// During runs a step. If an invariant is violated, the step ends early with the error of the invariant.
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

// Conclude ends the monitoring. It returns what the steps have not reported: a violation after the last step, or an invariant
// that never applied to anything, with the number of its step.
func (w *World) Conclude(ctx context.Context) (step int, err error) {
	var ended []error
	for _, g := range w.guard.guards {
		ended = append(ended, g.stop())
	}
	if b := w.guard.broken(); b != nil {
		return b.by.step, b.by.Fail(ctx, b.breach)
	}
	for i, g := range w.guard.guards {
		if ended[i] != nil { // it could not be evaluated
			return g.step, ended[i]
		}
		if g.Idle == nil {
			continue
		}
		verdict := observe.Verdict{}
		if w.Timeline.View(func(v observe.View) { verdict = g.wasAbout(v) }); verdict.Met {
			continue
		}
		verdict, err := w.Timeline.SoFar(ctx, g.wasAbout) // that it never applied depends on what was not observed
		switch {
		case err != nil:
			return g.step, err
		case !verdict.Met:
			return g.step, g.Fail(ctx, Breach{Saw: verdict.Saw})
		}
	}
	return 0, nil
}

// wasAbout is met if the invariant applied to something.
func (g *guarded) wasAbout(v observe.View) observe.Verdict {
	saw := g.Idle(v)
	return observe.Verdict{Met: saw == "", Saw: saw, Unseen: saw != ""}
}

// At returns the number of the running step, from 0.
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
	if g.first != nil { // a violation between two steps
		end(errBroken)
	}
}

func (g *guard) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.end = nil
}

// raise records the first violation and ends the running step. The watches call it, so it must not block.
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
