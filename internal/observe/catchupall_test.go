package observe

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestCatchUpAllWaitsForALateWatch: what others have changed before, without an answer that names it, is seen by the check after
// it. If the watch does not show it, the result is unknown.
func TestCatchUpAllWaitsForALateWatch(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		write func(s *server)
		sees  func(v View) string
	}{
		"a change":     {func(s *server) { s.pod("a/web", "Running") }, phaseIs("Running")},
		"a new object": {func(s *server) { s.pod("a/new", "Pending") }, counts(2)},
		"an end":       {func(s *server) { s.remove("pods", "a/web") }, counts(0)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothScopes(t, func(t *testing.T, s *server, opts Options) {
				s.pod("a/web", "Pending")
				tl, h := timeline(t, s, opts, []string{"b", "a"}, pods)
				now := s.delay()
				c.write(s)
				short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
				defer cancel()
				if err := tl.CatchUpAll(short); !errors.Is(err, ErrUnobserved) {
					t.Errorf("without the watch: %v", err)
				}
				wrong := make(chan string, 1)
				go func() {
					if err := tl.CatchUpAll(bounded(t)); err != nil {
						wrong <- err.Error()
						return
					}
					tl.View(func(v View) { wrong <- c.sees(v) })
				}()
				awaited(t, h, wrong)
				now()
				if got := within(t, "the change", wrong); got != "" {
					t.Error(got)
				}
			})
		})
	}
}
