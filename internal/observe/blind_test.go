package observe

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestHoldDuringAnOutage: a hold during which the watch was down passes only if every version was observed after all.
func TestHoldDuringAnOutage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		expires bool // the watch cannot resume where it stopped
		during  func(s *server)
		want    string // "" passes
	}{
		{"goes on, nothing happened", false, func(*server) {}, ""},
		{"goes on, another pod changed", false, func(s *server) { s.pod("a/other", "Failed") }, ""},
		{"goes on, it was otherwise", false, func(s *server) { s.pod("a/web", "Failed"); s.pod("a/web", "Running") }, "may be from before the end"},
		{"goes on, it is gone", false, func(s *server) { s.remove("pods", "a/web") }, "may be from before the end"},
		{"listed anew, it was otherwise", true, func(s *server) { s.pod("a/web", "Failed"); s.pod("a/web", "Running") }, "is not known"},
		{"listed anew, another pod changed", true, func(s *server) { s.pod("a/other", "Failed") }, "is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := runs(t)
			release := down(t, s, h)
			began := make(chan struct{})
			held := waiting(t, phase("a/web", "Running"), func(check Check) error {
				close(began)
				return tl.Holds(bounded(t), check, time.Millisecond)
			})
			<-began
			c.during(s)
			if c.expires {
				s.expire()
			}
			until(t, func() bool { return waitedFor(h) }) // the time of the hold is over
			release()
			verdictOf(t, within(t, "the hold", held), c.want)
		})
	}
}

// down ends the watch, and lets it resume only after release.
func down(t *testing.T, s *server, h *Hub) (release func()) {
	t.Helper()
	release = s.hold()
	s.cutAll()
	until(t, func() bool { return len(h.Timeline().Blinds(time.Now())) == 1 })
	return release
}

// waitedFor reports whether somebody waits for progress of the pod watch.
func waitedFor(h *Hub) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.watches[scope{gvr: pods.GVR}].moved != nil
}

// TestHoldDuringAnEarlyOutage: a list at the revision where the watch stopped proves that nothing was missed.
func TestHoldDuringAnEarlyOutage(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	s.watched("pods") // and brings nothing, so that the client starts with a list
	release := down(t, s, h)
	held := waiting(t, phase("a/web", "Running"), func(check Check) error { return tl.Holds(bounded(t), check, time.Millisecond) })
	until(t, func() bool { return waitedFor(h) })
	release()
	verdictOf(t, within(t, "the hold", held), "")
}

// TestHoldAcrossAnOutage: an observation after the watch is back, and before the time is over, ends the hold as usual.
func TestHoldAcrossAnOutage(t *testing.T) {
	t.Parallel()
	s, _, tl := runs(t)
	held := waiting(t, phase("a/web", "Running"), func(check Check) error { return tl.Holds(bounded(t), check, time.Hour) })
	release := s.hold()
	s.cutAll()
	s.remove("pods", "a/web")
	release()
	if err := within(t, "the hold", held); !errors.Is(err, errNotHeld) || errors.Is(err, ErrUnobserved) {
		t.Errorf("got %v", err)
	}
}

// TestAnotherKindWasDown: the outage of another kind's watch says nothing about a check.
func TestAnotherKindWasDown(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	h := watching(t, s, pods, nodes)
	tl := h.Timeline("a")
	began := time.Now()
	h.watches[scope{gvr: pods.GVR}].store.blinds = []Blind{{Kind: pods, From: began, To: time.Now(), Missed: true}}
	node := func(v View) Verdict { return Verdict{Met: v.Get(ref(nodes, "one")) == nil} }
	if _, err := tl.decided(t.Context(), began, needsOf(tl, node), unchanged); err != nil {
		t.Errorf("of nodes: %v", err)
	}
	all := func(v View) Verdict { return Verdict{Met: len(v.All()) > 0} }
	for name, check := range map[string]Check{"of pods": phase("a/web", "Running"), "of everything": all} {
		if _, err := tl.decided(t.Context(), began, needsOf(tl, check), unchanged); !errors.Is(err, ErrUnobserved) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func unchanged() bool { return false }

func needsOf(tl *Timeline, check Check) needs {
	read := &reading{}
	tl.View(func(v View) { read.View = v; check(read) })
	return read.needs
}

// TestNeverDuringAnOutage: "never" can only be proven for what was observed.
func TestNeverDuringAnOutage(t *testing.T) {
	t.Parallel()
	s, h, tl := runs(t)
	never := tl.Never(phase("a/web", "Failed"))
	release := down(t, s, h)
	s.pod("a/web", "Failed")
	s.pod("a/web", "Running")
	s.expire()
	release()
	verdictOf(t, never(), "is not known")
	if _, err := tl.SoFar(t.Context(), phase("a/web", "Running")); !errors.Is(err, ErrUnobserved) {
		t.Errorf("so far: %v", err)
	}
	if got, err := tl.SoFar(t.Context(), phase("a/web", "Failed")); err != nil || got.Met {
		t.Errorf("an unmet check needs no confirmation: %v, %v", got, err)
	}
}

// TestWhatWasSeenIsRed: an observed violation counts, whatever else was missed.
func TestWhatWasSeenIsRed(t *testing.T) {
	t.Parallel()
	for name, check := range map[string]func(*Timeline) error{
		"never": func(tl *Timeline) error { return tl.Never(phase("a/web", "Failed"))() },
		"never so far": func(tl *Timeline) error {
			got, err := tl.SoFar(t.Context(), phase("a/web", "Running"))
			if err != nil || got.Met {
				return err
			}
			return errHappened
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := frozen(t)
			h.recovery = bound
			release := down(t, s, h)
			s.pod("a/web", "Failed")
			s.expire()
			ended := make(chan error, 1)
			go func() { ended <- check(tl) }()
			until(t, func() bool { return waitedFor(h) })
			release()
			if err := within(t, "the check", ended); !errors.Is(err, errHappened) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestWhatWasNeverSeenMayHaveBeenMissed: after an outage, however long ago, nobody knows that something never existed. An
// object that exists and is not as expected is its own evidence.
func TestWhatWasNeverSeenMayHaveBeenMissed(t *testing.T) {
	t.Parallel()
	s, h, tl := frozen(t)
	h.recovery = bound
	release := down(t, s, h)
	s.pod("a/other", "Running")
	s.remove("pods", "a/other")
	s.expire()
	release()
	until(t, func() bool {
		blinds := h.Timeline().Blinds(time.Time{})
		return len(blinds) == 1 && !blinds[0].To.IsZero()
	})
	for name, c := range map[string]struct {
		check  Check
		unseen bool
	}{
		"it was never there": {lacking("a/other"), true},
		"it is otherwise":    {phase("a/web", "Failed"), false},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		err := unseenBy(tl.Until(ctx, c.check))
		cancel()
		if err == nil || errors.Is(err, ErrUnobserved) != c.unseen {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNeverSeesWhatComesLate: the end of the scenario waits for a watch that resumes where it stopped.
func TestNeverSeesWhatComesLate(t *testing.T) {
	t.Parallel()
	s, h, tl := runs(t)
	never := tl.Never(phase("a/web", "Failed"))
	release := down(t, s, h)
	s.pod("a/web", "Failed")
	s.pod("a/web", "Running")
	ended := make(chan error, 1)
	go func() { ended <- never() }()
	release()
	if err := within(t, "the end", ended); !errors.Is(err, errHappened) {
		t.Errorf("got %v", err)
	}
}

// TestMissedWhileAway: a wait whose end was not observed is not a failure of what it waited for.
func TestMissedWhileAway(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	s.watched("pods")
	for _, away := range []bool{false, true} {
		if away {
			defer down(t, s, h)()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		var missed *Missed
		if err := tl.Until(ctx, phase("a/web", "Running")); !errors.As(err, &missed) || (missed.Blind != nil) != away {
			t.Errorf("down %v: %+v", away, err)
		}
	}
}

func TestAway(t *testing.T) {
	t.Parallel()
	at := func(seconds int) time.Time { return time.Unix(int64(seconds), 0) }
	blind := func(from, to int) Blind {
		b := Blind{Kind: pods, From: at(from)}
		if to > 0 {
			b.To = at(to)
		}
		return b
	}
	for _, c := range []struct {
		name   string
		blinds []Blind
		want   bool
	}{
		{"never", nil, false},
		{"all of it, and back at the end", []Blind{blind(99, 111)}, true},
		{"more than half", []Blind{blind(101, 104), blind(105, 108)}, true},
		{"a part of it", []Blind{blind(102, 105)}, false},
		{"the end", []Blind{blind(108, 0)}, true},
		{"the end, and back after it", []Blind{blind(108, 115)}, true},
		{"the end, but a moment of it", []Blind{{Kind: pods, From: at(109).Add(500 * time.Millisecond)}}, false},
		{"two kinds, each for a part", []Blind{blind(101, 104), {Kind: nodes, From: at(105), To: at(108)}}, false},
		{"before", []Blind{blind(90, 99)}, false},
		{"after", []Blind{blind(111, 0)}, false},
	} {
		if got := Away(c.blinds, at(100), at(110)) != nil; got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func verdictOf(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("got %v", err)
	case want != "" && (!errors.Is(err, ErrUnobserved) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "the watch of pods was down from ")):
		t.Errorf("got %v, want %q", err, want)
	}
}

// until waits for something that another goroutine of the hub does.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(bound); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the condition was not reached in time")
		}
	}
}
