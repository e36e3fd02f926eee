package world

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/observe"
)

// guardedWorld is a scenario with an observation at each of these times.
func guardedWorld(t *testing.T, at ...time.Duration) (*World, *observe.Tape, time.Time) {
	t.Helper()
	began := time.Now()
	var seen []observe.Observation
	for _, after := range at {
		seen = append(seen, observe.Observation{At: began.Add(after), Type: watch.Modified, Object: &unstructured.Unstructured{}})
	}
	hub, tape := observe.Replay(t.Context(), observe.Recording{Observations: seen, Ended: began.Add(time.Hour)})
	w := (&Run{Hub: hub}).Replay(tape, Scenario{}, State{}, nil)
	tape.PlayTo(began)
	return w, tape, began
}

var errFell = errors.New("it fell")

// lasting is an invariant that is violated by the first observation.
func lasting(breach *Breach) Invariant {
	return Invariant{
		Breach: func(v observe.View) *Breach {
			if len(v.All()) == 0 {
				return nil
			}
			return &Breach{Saw: "something"}
		},
		Fail: func(_ context.Context, b Breach) error { *breach = b; return errFell },
	}
}

func TestABreachEndsTheRunningStep(t *testing.T) {
	w, tape, began := guardedWorld(t, 3*time.Second)
	var breach Breach
	state := func(context.Context) error { w.Throughout(lasting(&breach)); return nil }
	if err := w.During(t.Context(), 1, "Given it lasts", state); err != nil {
		t.Fatal(err)
	}
	err := w.During(t.Context(), 2, "Then it waits", func(ctx context.Context) error {
		tape.PlayTo(began.Add(10 * time.Second))
		if ctx.Err() == nil {
			t.Error("the step goes on")
		}
		return nil
	})
	if !errors.Is(err, errFell) || breach.Saw != "something" || breach.During != "Then it waits" || breach.After != 3*time.Second {
		t.Errorf("got %v, %+v", err, breach)
	}
}

// TestABreachNamesTheActionBefore: the check during which a violation is observed is not its cause.
func TestABreachNamesTheActionBefore(t *testing.T) {
	w, tape, began := guardedWorld(t, 3*time.Second)
	w.Scenario.Acts = []bool{false, true, false, false}
	var breach Breach
	nothing := func(context.Context) error { return nil }
	for i, run := range []func(context.Context) error{
		func(context.Context) error { w.Throughout(lasting(&breach)); return nil },
		nothing, nothing,
		func(context.Context) error { tape.PlayTo(began.Add(10 * time.Second)); return nil },
	} {
		err := w.During(t.Context(), i, "step "+strconv.Itoa(i), run)
		if (err != nil) != (i == 3) {
			t.Errorf("step %d: %v", i, err)
		}
	}
	if breach.During != "step 3" || breach.Action != "step 1" || breach.Ago != 3*time.Second {
		t.Errorf("%+v", breach)
	}
}

func TestABreachAfterTheLastStepFailsItsOwn(t *testing.T) {
	w, tape, began := guardedWorld(t, 3*time.Second)
	var breach Breach
	state := func(context.Context) error { w.Throughout(lasting(&breach)); return nil }
	if err := w.During(t.Context(), 4, "Given it lasts", state); err != nil {
		t.Fatal(err)
	}
	tape.PlayTo(began.Add(10 * time.Second))
	if step, err := w.Conclude(t.Context()); step != 4 || !errors.Is(err, errFell) {
		t.Errorf("step %d, %v", step, err)
	}
}

func TestConclude(t *testing.T) {
	for saw, want := range map[string]error{"": nil, "there was nothing": errFell} {
		w, tape, began := guardedWorld(t, 3*time.Second)
		var breach Breach
		i := lasting(&breach)
		i.Idle = func(observe.View) string { return saw }
		w.Throughout(i)
		_, err := w.Conclude(t.Context())
		if !errors.Is(err, want) || breach.Saw != saw {
			t.Errorf("%q: %v, %+v", saw, err, breach)
		}
		tape.PlayTo(began.Add(10 * time.Second)) // effects of the clean-up are no violation
		if w.guard.broken() != nil {
			t.Errorf("%q: it is still watched", saw)
		}
	}
}

// TestAnInvariantThatCouldNotBeSeen: an invariant is undecided if observations may have been missed.
func TestAnInvariantThatCouldNotBeSeen(t *testing.T) {
	for missed, want := range map[bool]error{false: nil, true: observe.ErrUnobserved} {
		began := time.Now()
		down := observe.Blind{Kind: pods, From: began.Add(time.Second), To: began.Add(2 * time.Second), Missed: missed}
		hub, tape := observe.Replay(t.Context(), observe.Recording{Blinds: []observe.Blind{down}, Ended: began.Add(time.Hour)})
		w := (&Run{Hub: hub}).Replay(tape, Scenario{}, State{}, nil)
		tape.PlayTo(began)
		if err := w.During(t.Context(), 4, "Given it lasts", func(context.Context) error { w.Throughout(lasting(&Breach{})); return nil }); err != nil {
			t.Fatal(err)
		}
		tape.PlayTo(began.Add(10 * time.Second))
		if step, err := w.Conclude(t.Context()); !errors.Is(err, want) || err != nil && step != 4 {
			t.Errorf("missed %v: step %d, %v", missed, step, err)
		}
	}
}

// TestInPassingIsOfTheRunningStep: of two steps with the same text, only one may be right after an action.
func TestInPassingIsOfTheRunningStep(t *testing.T) {
	const text = "there are 2 pods"
	hub, tape := observe.Replay(t.Context(), observe.Recording{})
	defer hub.Stop()
	w := (&Run{Hub: hub}).Replay(tape, Scenario{Passing: []map[string]bool{{text: true}, {text: false}}}, State{}, nil)
	for i, want := range []bool{true, false} {
		err := w.During(t.Context(), i, text, func(context.Context) error {
			if got := w.Scenario.InPassing[text]; got != want {
				return fmt.Errorf("got %t", got)
			}
			return nil
		})
		if err != nil {
			t.Errorf("step %d: %v", i, err)
		}
	}
}
