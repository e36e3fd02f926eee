package observe

import (
	"context"
	"errors"
	"testing"
	"time"
)

// Refresh waits for what the API server has and the watch has not shown yet.
func TestRefresh(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		s.pod("a/web", "Pending")
		h := watching(t, s, pods)
		tl := h.Timeline("a")
		now := s.delay()
		s.pod("a/new", "Pending")
		s.pod("a/web", "Running")
		wrong := make(chan string, 1)
		go func() {
			if err := h.Refresh(bounded(t), pods); err != nil {
				wrong <- err.Error()
				return
			}
			tl.View(func(v View) { wrong <- counts(2)(v) + phaseIs("Running")(v) })
		}()
		awaited(t, h, wrong)
		now()
		if got := within(t, "the refreshed view", wrong); got != "" {
			t.Error(got)
		}
	})
}

// TestOwnTime: the remaining time of a step does not limit the watches. An interrupt ends both.
func TestOwnTime(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	late := s.delay()
	change := changed(s, "a/web", s.pod("a/web", "Running"))
	over, end := context.WithTimeout(t.Context(), 0)
	defer end()
	ctx, cancel := OwnTime(over, bound)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- h.Timeline().CatchUp(ctx, change) }()
	late()
	if err := within(t, "the change", ended); err != nil {
		t.Error(err)
	}

	interrupted, stop := context.WithCancel(t.Context())
	own, cancel := OwnTime(interrupted, bound)
	defer cancel()
	stop()
	within(t, "the interrupt", own.Done())
	if err := h.Timeline().CatchUp(own, changed(s, "a/web", s.revisionNow()+1)); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnobserved) {
		t.Errorf("got %v", err)
	}

	short, cancel := OwnTime(t.Context(), time.Millisecond)
	defer cancel()
	if err := h.Timeline().CatchUp(short, changed(s, "a/web", s.revisionNow()+1)); !errors.Is(err, ErrUnobserved) {
		t.Errorf("got %v", err)
	}
}
