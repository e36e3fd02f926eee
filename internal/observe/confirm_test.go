package observe

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// freeze stops everything: streams stay open and bring nothing, requests are not answered.
func (s *server) freeze() (thaw func()) {
	release, deliver := s.hold(), s.delay()
	return func() { release(); deliver() }
}

// frozen returns a hub with a short recovery time, and a running pod.
func frozen(t *testing.T) (*server, *Hub, *Timeline) {
	t.Helper()
	s, h, tl := runs(t)
	h.recovery = 100 * time.Millisecond
	return s, h, tl
}

// runs returns a pod that was observed to become running.
func runs(t *testing.T) (*server, *Hub, *Timeline) {
	t.Helper()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	s.watched("pods")
	s.pod("a/web", "Running")
	reach(t, tl, phase("a/web", "Running"))
	return s, h, tl
}

// absences are checks that depend on not having observed something, each with a pod that runs at the beginning.
func absences(tl *Timeline) map[string]func(ctx context.Context, during func()) error {
	running := phase("a/web", "Running")
	return map[string]func(ctx context.Context, during func()) error{
		"a hold": func(ctx context.Context, during func()) error {
			during()
			return tl.Holds(ctx, running, time.Millisecond)
		},
		"never": func(_ context.Context, during func()) error {
			stop := tl.Never(phase("a/web", "Failed"))
			during()
			return stop()
		},
		"never so far": func(ctx context.Context, during func()) error {
			during()
			_, err := tl.SoFar(ctx, running)
			return err
		},
		"lacks": func(ctx context.Context, during func()) error {
			during()
			_, err := tl.SoFar(ctx, lacking("a/other"))
			return err
		},
		"lacks from now on": func(ctx context.Context, during func()) error {
			during()
			return unseenBy(tl.Holds(ctx, lacking("a/other"), time.Millisecond))
		},
		"a miss": func(ctx context.Context, during func()) error {
			during()
			ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
			defer cancel()
			return unseenBy(tl.Until(ctx, phase("a/web", "Failed")))
		},
		"given up": func(ctx context.Context, during func()) error {
			during()
			return unseenBy(tl.Until(ctx, func(v View) Verdict {
				verdict := phase("a/web", "Failed")(v)
				verdict.FailsFast = errors.New("it runs well")
				return verdict
			}))
		},
	}
}

// lacking requires that a pod once existed.
func lacking(pod string) Check {
	return func(v View) Verdict {
		was := len(v.History(ref(pods, pod))) > 0
		return Verdict{Met: was, Unseen: !was, Saw: "there never was one"}
	}
}

// unseenBy is the error of a wait that was missed because of the watches.
func unseenBy(err error) error {
	if missed, is := errors.AsType[*Missed](err); is && missed.Blind != nil {
		return &Unseen{*missed.Blind, "a wait says nothing"}
	}
	return err
}

// TestFrozen: if the server is frozen, nothing is known, so no check passes or fails.
func TestFrozen(t *testing.T) {
	t.Parallel()
	for name := range absences(nil) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, tl := frozen(t)
			var thaw func()
			err := absences(tl)[name](bounded(t), func() { thaw = s.freeze() })
			thaw()
			if !errors.Is(err, ErrUnobserved) || !strings.Contains(err.Error(), "the watch of pods was behind from ") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestBehind: an open watch that shows nothing while the API server answers decides nothing: what it shows late may or may not
// have happened in time.
func TestBehind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]func(error) bool{
		"a hold":            func(err error) bool { return errors.Is(err, ErrUnobserved) },
		"never":             func(err error) bool { return errors.Is(err, errHappened) },
		"never so far":      func(err error) bool { return err == nil },
		"lacks":             func(err error) bool { return err == nil },
		"lacks from now on": func(err error) bool { return errors.Is(err, ErrUnobserved) },
		"a miss":            func(err error) bool { return errors.Is(err, ErrUnobserved) },
		"given up":          func(err error) bool { return errors.Is(err, ErrUnobserved) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := frozen(t)
			h.recovery = bound
			err := absences(tl)[name](bounded(t), func() {
				deliver := s.delay()
				s.pod("a/other", "Running")
				s.pod("a/web", "Failed")
				before := s.requested()["LIST pods"]
				go func() {
					s.until("the API server is asked", func() bool { return s.requests["LIST pods"] > before })
					deliver()
				}()
			})
			if !want(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestBehindSoFar: late observations are judged.
func TestBehindSoFar(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		check Check
		met   bool
	}{
		"it was otherwise":      {phase("a/web", "Running"), false},
		"it was there":          {lacking("a/other"), true},
		"it really never there": {lacking("a/third"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := frozen(t)
			h.recovery = bound
			deliver := s.delay()
			s.pod("a/other", "Running")
			s.pod("a/web", "Failed")
			before := s.requested()["LIST pods"]
			go func() {
				s.until("the API server is asked", func() bool { return s.requests["LIST pods"] > before })
				deliver()
			}()
			if got, err := tl.SoFar(bounded(t), c.check); err != nil || got.Met != c.met {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

// TestWellAndQuiet: a watch without events is not a fault. What the server confirms counts, pass or fail.
func TestWellAndQuiet(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]func(error) bool{
		"a hold":            func(err error) bool { return err == nil },
		"never":             func(err error) bool { return err == nil },
		"never so far":      func(err error) bool { return err == nil },
		"lacks":             func(err error) bool { return err == nil },
		"lacks from now on": func(err error) bool { return errors.Is(err, errNotHeld) },
		"a miss": func(err error) bool {
			return errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, ErrUnobserved)
		},
		"given up": func(err error) bool { return errors.As(err, new(failFast)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := frozen(t)
			h.recovery = bound
			before := s.requested()["LIST pods"]
			others := func() { s.put("nodes", "one", nil) } // the API server is ahead by changes that the watch never shows
			if err := absences(tl)[name](bounded(t), others); !want(err) {
				t.Errorf("got %v", err)
			}
			if asked := s.requested()["LIST pods"] - before; asked != 1 {
				t.Errorf("it took %d requests, not one", asked)
			}
		})
	}
}

// TestInterruptedWhileItIsConfirmed: an interrupted hold does not blame the watches.
func TestInterruptedWhileItIsConfirmed(t *testing.T) {
	t.Parallel()
	s, h, tl := frozen(t)
	h.recovery = bound
	thaw := s.freeze()
	defer thaw()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	before := s.requested()["LIST pods"]
	held := waiting(t, phase("a/web", "Running"), func(check Check) error { return tl.Holds(ctx, check, time.Millisecond) })
	s.until("the API server is asked", func() bool { return s.requests["LIST pods"] > before })
	interrupt()
	if err := within(t, "the hold", held); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnobserved) {
		t.Errorf("got %v", err)
	}
	if noted := tl.Blinds(time.Time{}); len(noted) > 0 {
		t.Errorf("an outage is noted: %v", noted)
	}
}

// TestMetAsksNothing: a check that is met needs no request, and no server that answers.
func TestMetAsksNothing(t *testing.T) {
	t.Parallel()
	s, _, tl := frozen(t)
	thaw := s.freeze()
	defer thaw()
	if err := tl.Until(bounded(t), phase("a/web", "Running")); err != nil {
		t.Error(err)
	}
	seen := func(v View) Verdict {
		verdict := phase("a/web", "Failed")(v)
		verdict.FailsFast, verdict.Certain = errors.New("it was seen"), true
		return verdict
	}
	if err := tl.Until(bounded(t), seen); !errors.As(err, new(failFast)) || errors.Is(unseenBy(err), ErrUnobserved) {
		t.Errorf("got %v", err)
	}
	if got, err := tl.SoFar(bounded(t), phase("a/web", "Failed")); err != nil || got.Met {
		t.Errorf("%v, %v", got, err)
	}
}

// TestAKindThatIsGone: nobody waits for a kind that the cluster no longer has.
func TestAKindThatIsGone(t *testing.T) {
	t.Parallel()
	s, h, _ := frozen(t)
	tl := h.Timeline("a")
	ensure(t, h, events)
	s.watched("events")
	s.answering(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/events") {
			return false
		}
		refuse(w, http.StatusNotFound, "NotFound", "the server could not find the requested resource")
		return true
	})
	s.cutAll()
	all := func(v View) Verdict { return Verdict{Met: len(v.All()) > 0} }
	h.recovery = bound
	if err := tl.Holds(bounded(t), all, time.Millisecond); err != nil {
		t.Error(err)
	}
}
