package observe

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestDecidedTooLate: while a process is stopped, timeouts pass, and what comes waits to be read. Afterwards, it is read
// before or after somebody notices that the time is over. What it says of that time is not known.
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

	for range 20 { // whoever is noticed first
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

// TestDecidedInTime, and noticed later, as is usual.
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
