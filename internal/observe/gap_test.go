package observe

import (
	"context"
	"errors"
	"testing"
	"time"
)

// absent checks that a pod does not exist.
func absent(pod string) Check { return phase(pod, "absent") }

// happened are checks that an object which was created and deleted would have violated or met.
func happened(tl *Timeline) map[string]func(ctx context.Context, during func()) error {
	return map[string]func(ctx context.Context, during func()) error{
		"a hold": func(ctx context.Context, during func()) error {
			during()
			return tl.Holds(ctx, absent("a/other"), time.Millisecond)
		},
		"never": func(_ context.Context, during func()) error {
			stop := tl.Never(phase("a/other", "Running"))
			during()
			return stop()
		},
		"never so far": func(ctx context.Context, during func()) error {
			during()
			verdict, err := tl.SoFar(ctx, func(v View) Verdict { return Verdict{Met: len(v.History(ref(pods, "a/other"))) == 0} })
			if err == nil && !verdict.Met {
				return errHappened
			}
			return err
		},
		"no such pod": func(_ context.Context, during func()) error {
			stop := tl.Never(func(v View) Verdict { return Verdict{Met: len(v.List(pods, "a", nil)) > 1} })
			during()
			return stop()
		},
		"a miss": func(ctx context.Context, during func()) error {
			during()
			ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
			defer cancel()
			return unseenBy(tl.Until(ctx, phase("a/other", "Running")))
		},
	}
}

// TestCameAndWentWhileStalled: one watch stalls but stays open, while all others and the API server work. An object that was
// created and deleted meanwhile is in no list, so nothing can be concluded.
func TestCameAndWentWhileStalled(t *testing.T) {
	t.Parallel()
	for name := range happened(nil) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := frozen(t)
			h.recovery = 3 * time.Second
			err := happened(tl)[name](bounded(t), func() {
				s.stall()
				s.pod("a/other", "Running")
				s.remove("pods", "a/other")
			})
			if !errors.Is(err, ErrUnobserved) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestCameAndWentWhileBehind: if the watch finally delivers it, it is judged.
func TestCameAndWentWhileBehind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{
		"a hold": ErrUnobserved, "never": errHappened, "never so far": errHappened, "no such pod": errHappened, "a miss": ErrUnobserved,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, tl := frozen(t)
			h.recovery = bound
			err := happened(tl)[name](bounded(t), func() {
				resume := s.stall()
				s.pod("a/other", "Running")
				s.remove("pods", "a/other")
				before := s.requested()["WATCH pods"]
				go func() {
					s.until("a second watch", func() bool { return s.requests["WATCH pods"] > before })
					resume()
				}()
			})
			if !errors.Is(err, want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestStalledAndListedLater: a stalled watch that is finally closed lists again. What was created and deleted until then stays
// unknown.
func TestStalledAndListedLater(t *testing.T) {
	t.Parallel()
	for _, expire := range []bool{true, false} {
		s, h, tl := frozen(t)
		h.recovery = bound
		stop := tl.Never(phase("a/other", "Running"))
		s.stall()
		s.pod("a/other", "Running")
		s.remove("pods", "a/other")
		if expire {
			s.expire()
		}
		s.cutAll()
		s.pod("a/later", "Running")
		reach(t, tl, phase("a/later", "Running"))
		if err := stop(); expire && !errors.Is(err, ErrUnobserved) || !expire && !errors.Is(err, errHappened) {
			t.Errorf("expired %t: %v", expire, err)
		}
	}
}
