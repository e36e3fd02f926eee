package assert

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// dozing is the sense of a process that does not run for a while.
func dozing(t *testing.T, from, until time.Time) *awake.Sense {
	t.Helper()
	s := &awake.Sense{}
	s.Note(time.Now())
	go func() {
		again := time.NewTicker(100 * time.Millisecond)
		defer again.Stop()
		for {
			if now := time.Now(); now.Before(from) || !now.Before(until) {
				s.Note(now)
			}
			select {
			case <-again.C:
			case <-t.Context().Done():
				return
			}
		}
	}()
	return s
}

// verdict is how a step ended.
func verdictOf(err error) string {
	switch {
	case err == nil:
		return "met"
	case errors.Is(err, observe.ErrUnobserved):
		return "not known"
	}
	return "missed"
}

// TestAskedWhilePaused: a question whose limit passes while the process does not run is asked again. Where there is no time
// for that any more, nothing is said, well or ill.
func TestAskedWhilePaused(t *testing.T) {
	const second = time.Second
	within, hold := step.Ending{Within: 10 * second}, step.Ending{Within: 10 * second, For: 10 * second}
	timedOut, other := errors.New("no answer within 3s"), errors.New("another answer")
	for name, c := range map[string]struct {
		ending      step.Ending
		from, until time.Duration
		meanwhile   error // what a question comes to that was open meanwhile
		otherwise   error
		want        string
	}{
		"silence is wanted, and there is none":  {within, second, 4 * second, nil, other, "missed"},
		"silence is wanted, at the end":         {within, 8 * second, 17 * second, nil, other, "not known"},
		"silence is wanted, right from the end": {within, 9 * second, 17 * second, nil, nil, "met"},
		"an answer is wanted, in the beginning": {within, 0, 4 * second, timedOut, nil, "met"},
		"an answer is wanted, at the end":       {within, 0, 17 * second, timedOut, nil, "not known"},
		"it is missed, and paused for most":     {within, second, 8 * second, timedOut, other, "not known"},
		"it is missed, and paused a moment":     {within, second, 2 * second, timedOut, other, "missed"},
		"a hold, repeated":                      {hold, 3 * second, 8 * second, nil, nil, "met"},
		"a hold, timed out":                     {hold, 3 * second, 4 * second, timedOut, nil, "met"},
		"a hold, paused past its end, repeated": {hold, 3 * second, 30 * second, timedOut, nil, "met"},
		"a hold, broken":                        {hold, 20 * second, 30 * second, nil, other, "missed"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _ := icedWorld(t, 0, 0)
				began := time.Now()
				w.Run.Awake = dozing(t, began.Add(c.from), began.Add(c.until))
				asked := 0
				err := Poll(t.Context(), w, c.ending, kube.Ref{}, func(context.Context) error {
					if asked++; asked == 1 && c.ending.For > 0 {
						return nil
					}
					now := time.Now()
					if now.Before(began.Add(c.from)) || !now.Before(began.Add(c.until)) {
						return c.otherwise
					}
					<-time.After(began.Add(c.until).Sub(now))
					return c.meanwhile
				})
				if got := verdictOf(err); got != c.want {
					t.Errorf("%s: %v", got, err)
				}
			})
		})
	}
}

// TestNeverAwakeForIt: a machine that gives the process no turn, again and again, is not a reason to ask for ever.
func TestNeverAwakeForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sense, asked := &awake.Sense{}, 0
		sense.Note(time.Now())
		ask := awakeFor(&world.World{Run: &world.Run{Awake: sense}}, func(context.Context) error {
			asked++
			<-time.After(time.Second)
			return nil
		})
		if got := verdictOf(ask(t.Context())); got != "not known" || asked != asksAnew {
			t.Errorf("%s, asked %d times", got, asked)
		}
	})
}
