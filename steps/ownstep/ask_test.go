package ownstep

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestPollAsks: it asks until the check is met, and what cannot become true, such as a panic, ends it at once.
func TestPollAsks(t *testing.T) {
	isTwo := func(n int) (bool, string) { return n == 2, "not two" }
	for name, c := range map[string]struct {
		ask   func(n int) (int, error)
		check func(int) (bool, string)
		asked int
		want  string
	}{
		"met":              {func(n int) (int, error) { return n, nil }, isTwo, 2, ""},
		"an error passes":  {func(n int) (int, error) { return n, map[int]error{1: errors.New("closed")}[n] }, isTwo, 2, ""},
		"ask panics":       {func(int) (int, error) { panic("oh no") }, isTwo, 1, "the step panicked: oh no"},
		"the check panics": {func(n int) (int, error) { return n, nil }, func(int) (bool, string) { panic("oh no") }, 1, "the step panicked: oh no"},
	} {
		hub := observe.NewHub(t.Context(), nil, observe.Options{})
		run := &world.Run{Hub: hub, Timeouts: world.DefaultTimeouts()}
		w, asked := run.Open(world.Scenario{}), 0
		err := Poll(t.Context(), w, step.Ending{}, "how many", func(context.Context) (int, error) { asked++; return c.ask(asked) }, c.check)
		expect(t, name, err, c.want)
		if asked != c.asked || len(w.Answers()) != c.asked && name != "ask panics" {
			t.Errorf("%s: asked %d times, recorded %d", name, asked, len(w.Answers()))
		}
		hub.Stop()
	}
}

// TestPollInAReplay: the recorded answers are judged, and nothing is asked.
func TestPollInAReplay(t *testing.T) {
	at := time.Now()
	answers, asked := []world.Answer{}, observe.Window{Started: at, Ended: at.Add(time.Minute)}
	for i := range 3 {
		answers = append(answers, world.NewAnswer(world.Question{Kind: world.QuestionOwn, Request: "how many"}, at.Add(time.Duration(i)*time.Second), i))
		asked.Attempts = append(asked.Attempts, at.Add(time.Duration(i)*time.Second))
	}
	hub, tape := observe.Replay(t.Context(), observe.Recording{Steps: []observe.Window{asked}, Ended: at.Add(time.Minute)})
	defer hub.Stop()
	w := (&world.Run{Hub: hub, Timeouts: world.DefaultTimeouts()}).Replay(tape, world.Scenario{}, world.State{}, answers)
	tape.PlayTo(at)
	ask := func(context.Context) (int, error) { t.Error("it asks"); return 2, nil }
	expect(t, "recorded", Poll(t.Context(), w, step.Ending{}, "how many", ask, func(n int) (bool, string) { return n == 2, "not two" }), "")
	err := Poll(t.Context(), w, step.Ending{}, "how much", ask, func(int) (bool, string) { return true, "" })
	expect(t, "not recorded", err, `it was not asked while this was recorded: the question "how much"`)
}
