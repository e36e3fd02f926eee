package observe

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestUntilMetAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	tl := watching(t, s, pods).Timeline("a")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	// The current state counts even if no time is left. Repeated to exclude luck.
	for range 100 {
		if err := tl.Until(ended, phase("a/web", "Running")); err != nil {
			t.Fatalf("met at once: %v", err)
		}
	}
}

// A wait sees every single version, however fast they come, and requests none of them from the server.
func TestUntilMissesNoVersionAndSendsNoRequest(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		s.pod("a/web", "Pending")
		h, client, _ := connect(t, s, Options{})
		ensure(t, h, pods)
		s.watched("pods")
		tl := h.Timeline("a")
		before, asked := client.Requests(), s.requested()

		brief := waiting(t, phase("a/web", "brief"), func(c Check) error { return tl.Until(bounded(t), c) })
		later := waiting(t, phase("a/web", "Running"), func(c Check) error { return tl.Until(bounded(t), c) })
		absent := waiting(t, phase("a/web", "absent"), func(c Check) error { return tl.Until(bounded(t), c) })
		for _, now := range []string{"Failed", "brief", "Running", "Failed"} {
			s.pod("a/web", now)
		}
		s.remove("pods", "a/web")
		s.pod("a/web", "Unknown")
		for name, result := range map[string]<-chan error{"brief": brief, "later": later, "absent": absent} {
			if err := within(t, name, result); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := client.Requests(); !maps.Equal(got, before) {
			t.Errorf("the waits cost requests: %v, before %v", got, before)
		}
		if got := s.requested(); !maps.Equal(got, asked) {
			t.Errorf("the server was asked: %v, before %v", got, asked)
		}
	})
}

func TestUntilMissed(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	tl := watching(t, s, pods).Timeline("a")
	ctx, cancel := context.WithCancel(t.Context())
	result := waiting(t, phase("a/web", "Running"), func(c Check) error { return tl.Until(ctx, c) })
	began := time.Now()
	s.pod("a/web", "Failed")
	reach(t, tl, phase("a/web", "Failed"))
	cancel()
	err := within(t, "the end", result)
	var missed *Missed
	if !errors.As(err, &missed) || !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if missed.Saw != "it is Failed" || missed.LastChange.Before(began) || missed.Ended.Before(missed.LastChange) || missed.Waited <= 0 {
		t.Errorf("got %+v", missed)
	}
}

// A check that can no longer be met, or panics, ends only its own wait: at once, or on the observation where that happens.
func TestUntilEndsOneWait(t *testing.T) {
	t.Parallel()
	lost := errors.New("it cannot be pulled")
	for name, test := range map[string]struct {
		check Check
		want  string
		cause error
	}{
		"fail fast": {func(v View) Verdict {
			if phase("a/web", "panic")(v).Met {
				return Verdict{Saw: "it is lost", FailsFast: lost}
			}
			return Verdict{Saw: "not yet"}
		}, "it is lost", lost},
		"panic": {phase("a/web", "Never"), "it is Pending", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.pod("a/web", "Pending")
			tl := watching(t, s, pods).Timeline("a")
			patient := func(v View) Verdict { return Verdict{Met: len(v.History(ref(pods, "a/web"))) == 3} }
			other := waiting(t, patient, func(c Check) error { return tl.Until(bounded(t), c) })
			ends := func(result <-chan error) {
				t.Helper()
				err := within(t, "the end", result)
				var missed *Missed
				if !errors.As(err, &missed) || missed.Saw != test.want || test.cause != nil && !errors.Is(err, test.cause) ||
					test.cause == nil && !strings.Contains(missed.Cause.Error(), "broken check") {
					t.Errorf("got %#v", err)
				}
			}
			late := waiting(t, test.check, func(c Check) error { return tl.Until(bounded(t), c) })
			s.pod("a/web", "panic")
			ends(late)
			now := make(chan error, 1)
			test.want = map[string]string{"fail fast": "it is lost", "panic": ""}[name]
			now <- tl.Until(bounded(t), test.check)
			ends(now)
			s.pod("a/web", "Running")
			if err := within(t, "the other wait", other); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWaitsEndWithTheTimelineAndTheHub(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(*Hub, *Timeline)
		want error
	}{
		"close": {func(_ *Hub, tl *Timeline) { tl.Close() }, ErrClosed},
		"stop":  {func(h *Hub, _ *Timeline) { h.Stop() }, ErrStopped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.pod("a/web", "Pending")
			h := watching(t, s, pods)
			tl := h.Timeline("a")
			var results []<-chan error
			for range 3 {
				results = append(results, waiting(t, phase("a/web", "Running"), func(c Check) error { return tl.Until(bounded(t), c) }))
			}
			test.end(h, tl)
			for i, result := range results {
				var missed *Missed
				if err := within(t, "the end", result); !errors.Is(err, test.want) || !errors.As(err, &missed) || missed.Saw != "it is Pending" {
					t.Errorf("wait %d: %v", i, err)
				}
			}
			if err := tl.Until(bounded(t), phase("a/web", "Pending")); !errors.Is(err, test.want) {
				t.Errorf("a wait afterwards: %v", err)
			}
			// What was observed can still be read, and Close may be called twice.
			same(t, story(tl), []string{told("ADDED", pods, "a/web", 101)})
			h.Stop()
			tl.Close()
		})
	}
}

// Many waits at the same time, each for its own pod, and timelines that close.
func TestManyWaitsAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	h := watching(t, s, pods)
	var results []<-chan error
	for i := range 20 {
		name := string(rune('a'+i)) + "/web"
		tl := h.Timeline(name[:1])
		for range 3 {
			results = append(results, waiting(t, phase(name, "brief"), func(c Check) error { return tl.Until(bounded(t), c) }))
		}
	}
	var group sync.WaitGroup
	for i := range 20 {
		name := string(rune('a'+i)) + "/web"
		group.Go(func() {
			other := h.Timeline(name[:1])
			defer other.Close()
			s.pod(name, "Pending")
			s.pod(name, "brief")
			s.pod(name, "Running")
			reach(t, other, phase(name, "Running"))
		})
	}
	group.Wait()
	for _, result := range results {
		if err := within(t, "a wait", result); err != nil {
			t.Error(err)
		}
	}
}
