package observe

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestDecidedTooLate: while a process is suspended, timeouts pass and events stay unread. Afterwards they may be read before or
// after the timeout is noticed. What they say about that time is unknown.
func TestDecidedTooLate(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	running, pending := phase("a/web", "Running"), phase("a/web", "Pending")
	awaited := newWaiter(running, func(v Verdict) (bool, error) { return v.Met, nil })
	held := newWaiter(pending, func(v Verdict) (bool, error) { return !v.Met, errNotHeld })
	began := tl.Now()
	if !tl.wait(awaited) || !tl.wait(held) {
		t.Fatal("it was decided at once")
	}
	over, cancel := context.WithDeadline(t.Context(), time.Now())
	defer cancel()
	<-over.Done()
	s.pod("a/web", "Running")
	reach(t, tl, running)

	for range 20 { // whichever is noticed first
		if err := tl.over(over, awaited, true); !errors.Is(err, ErrUnobserved) {
			t.Fatalf("a wait: %v", err)
		}
		if err := tl.over(over, held, true); !errors.Is(err, ErrUnobserved) {
			t.Fatalf("a hold: %v", err)
		}
	}
	if err := tl.held(bounded(t), held, began); !errors.Is(err, ErrUnobserved) {
		t.Errorf("a hold that was broken after its time, or before: %v", err)
	}
	if err := tl.over(over, awaited, false); err != nil {
		t.Errorf("met at once: %v", err)
	}
}

// TestDecidedInTime: decided in time and noticed later, which is the usual case.
func TestDecidedInTime(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	awaited := newWaiter(phase("a/web", "Running"), func(v Verdict) (bool, error) { return v.Met, nil })
	tl.wait(awaited)
	s.pod("a/web", "Running")
	reach(t, tl, phase("a/web", "Running"))
	over, cancel := context.WithDeadline(t.Context(), time.Now())
	defer cancel()
	<-over.Done()
	if err := tl.over(over, awaited, true); err != nil {
		t.Errorf("it was met in time: %v", err)
	}
}
