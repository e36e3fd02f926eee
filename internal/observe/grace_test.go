package observe

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// A grace period ends even if nothing happens, and not earlier.
func TestUntilGivesUpWhenTheGraceIsOver(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	tl := watching(t, s, pods).Timeline("a")
	lost := errors.New("nobody can take it")
	began := time.Now()
	from := began.Add(300 * time.Millisecond)
	err := tl.Until(bounded(t), func(View) Verdict { return Verdict{Saw: "Pending", FailsFast: lost, FailsFastFrom: from} })
	var missed *Missed
	if !errors.As(err, &missed) || !errors.Is(missed.GaveUp(), lost) || !errors.Is(err, lost) {
		t.Fatalf("got %v", err)
	}
	if took := time.Since(began); took < 300*time.Millisecond {
		t.Errorf("it gave up after %s", took)
	}
	if text := err.Error(); !strings.HasPrefix(text, "Pending; gave up after ") || !strings.HasSuffix(text, ": nobody can take it") {
		t.Errorf("it says %q", text)
	}
}

// A state that recovers within its grace period does not fail fast.
func TestUntilWaitsWhileTheGraceLasts(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	tl := watching(t, s, pods).Timeline("a")
	from := time.Now().Add(bound / 2)
	met := waiting(t, func(v View) Verdict {
		verdict := phase("a/web", "Running")(v)
		if !verdict.Met {
			verdict.FailsFast, verdict.FailsFastFrom = errors.New("too early"), from
		}
		return verdict
	}, func(c Check) error { return tl.Until(bounded(t), c) })
	s.pod("a/web", "Running")
	if err := within(t, "the pod", met); err != nil {
		t.Error(err)
	}
}
