package world

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
)

// TestTheAnswerToWhatIsSentOnce: a replay may resolve the target a moment later than the run. A request that is sent once has
// one answer, which still counts; for a repeated question an earlier answer does not count.
func TestTheAnswerToWhatIsSentOnce(t *testing.T) {
	began := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		once     bool
		later    time.Duration // compared to the run
		answered bool
	}{
		"once, at the same moment":   {true, 0, true},
		"once, later":                {true, 20 * time.Millisecond, true},
		"again and again":            {false, 0, true},
		"again and again, but later": {false, 20 * time.Millisecond, false},
	} {
		q := Question{Kind: QuestionRequest, Request: "POST http://a/\n", Address: "10.0.0.1:80", Once: c.once}
		hub, tape := observe.Replay(t.Context(), observe.Recording{Ended: began.Add(time.Minute), Steps: []observe.Window{{Started: began, Ended: began.Add(time.Minute)}}})
		w := (&Run{Hub: hub}).Replay(tape, Scenario{}, State{}, []Answer{NewAnswer(q, began.Add(time.Second), "hello")})
		tape.Begin(began.Add(time.Minute), "")
		tape.PlayTo(began.Add(time.Second + c.later))
		said, err := Ask(t.Context(), w, q, func(context.Context) (string, error) { return "", errors.New("a replay asks nobody") })
		if (err == nil && said == "hello") != c.answered || !c.answered && !errors.As(err, new(*observe.NotRecorded)) {
			t.Errorf("%s: %q, %v", name, said, err)
		}
		hub.Stop()
	}
}
