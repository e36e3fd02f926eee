package observe

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestHolds(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	running := phase("a/web", "Running")

	if err := tl.Holds(bounded(t), running, time.Millisecond); err != nil {
		t.Errorf("it held: %v", err)
	}
	for range 100 { // repeated to exclude luck, even if the time is over at once
		err := tl.Holds(bounded(t), phase("a/web", "Pending"), 0)
		if !errors.Is(err, errNotHeld) || !strings.HasPrefix(err.Error(), "it is Running, after ") {
			t.Fatalf("not met from the beginning: %v", err)
		}
		if err := tl.Holds(bounded(t), func(View) Verdict { panic("broken check") }, 0); err == nil {
			t.Fatal("a check that panics held")
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cut := waiting(t, running, func(c Check) error { return tl.Holds(ctx, c, time.Hour) })
	cancel()
	if err := within(t, "the end", cut); !errors.Is(err, context.Canceled) {
		t.Errorf("cut short: %v", err)
	}
	// One version is enough, even if the next one is right again.
	broken := waiting(t, running, func(c Check) error { return tl.Holds(bounded(t), c, time.Hour) })
	s.pod("a/web", "Failed")
	s.pod("a/web", "Running")
	var missed *Missed
	if err := within(t, "the end", broken); !errors.Is(err, errNotHeld) || !errors.As(err, &missed) || missed.Saw != "it is Failed" {
		t.Errorf("broken: %v", err)
	}
	reach(t, tl, running)
	closed := waiting(t, running, func(c Check) error { return tl.Holds(bounded(t), c, time.Hour) })
	tl.Close()
	if err := within(t, "the end", closed); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

func TestNever(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	account := func(v View) Verdict {
		return Verdict{Met: phase("a/web", "Failed")(v).Met, Saw: "phase " + phaseOf(v.Get(ref(pods, "a/web")))}
	}
	happened, silent := tl.Never(account), tl.Never(phase("a/web", "Succeeded"))
	s.pod("a/web", "Failed")
	s.pod("a/web", "Running")
	reach(t, tl, phase("a/web", "Running"))
	if err := silent(); err != nil {
		t.Errorf("it did not happen: %v", err)
	}
	var missed *Missed
	if err := happened(); !errors.As(err, &missed) || !errors.Is(err, errHappened) || missed.Saw != "phase Failed" {
		t.Errorf("it happened for one version: %v", err)
	}
	if err := tl.Never(phase("a/web", "Running"))(); !errors.Is(err, errHappened) {
		t.Errorf("it is already met: %v", err)
	}
	if err := tl.Never(func(View) Verdict { panic("broken check") })(); err == nil {
		t.Error("a check that panics passed")
	}
	over := tl.Never(phase("a/web", "Succeeded"))
	over() //nolint:errcheck // only what comes after it matters
	s.pod("a/web", "Succeeded")
	reach(t, tl, phase("a/web", "Succeeded"))
	if err := over(); err != nil {
		t.Errorf("it happened after stop: %v", err)
	}

	atClose := tl.Never(phase("a/web", "Unknown"))
	tl.Close()
	if err := atClose(); err != nil {
		t.Errorf("the scenario ended without it: %v", err)
	}
	other := h.Timeline("a")
	atStop := other.Never(phase("a/web", "Unknown"))
	h.Stop()
	if err := atStop(); !errors.Is(err, ErrStopped) {
		t.Errorf("nobody watched to the end: %v", err)
	}
}

func TestWatchSignalsObservations(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	tl := watching(t, s, pods).Timeline("a")
	changed, stop := tl.Watch()
	within(t, "the first signal", changed)
	s.pod("a/web", "Running")
	within(t, "a signal", changed)
	// Nobody receives these signals: they block nothing, and one of them stays.
	for range 10 {
		s.pod("a/web", "Running")
	}
	s.pod("a/web", "Succeeded")
	reach(t, tl, phase("a/web", "Succeeded"))
	within(t, "a signal", changed)

	stop()
	select { // the observation that reach saw may be signalled only now
	case <-changed:
	default:
	}
	s.pod("a/web", "Failed")
	reach(t, tl, phase("a/web", "Failed"))
	select {
	case <-changed:
		t.Error("a signal after the end")
	default:
	}
}

func TestMissedSaysHowLong(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, test := range map[string]struct {
		missed Missed
		want   string
	}{
		"never changed": {Missed{Saw: "it is Pending", Ended: now}, "it is Pending"},
		"just changed":  {Missed{Saw: "it is Pending", LastChange: now.Add(-900 * time.Millisecond), Ended: now}, "it is Pending"},
		"for a while":   {Missed{Saw: "it is Pending", LastChange: now.Add(-4210 * time.Millisecond), Ended: now}, "it is Pending (unchanged for 4.2s)"},
		"not held": {
			Missed{Saw: "it is Failed", LastChange: now.Add(-time.Minute), Ended: now, Waited: 1240 * time.Millisecond, Cause: errNotHeld},
			"it is Failed, after 1.2s",
		},
	} {
		if got := test.missed.Error(); got != test.want {
			t.Errorf("%s: %q, not %q", name, got, test.want)
		}
	}
}
