package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestReplayAsksAsOften: the timeout ends in the middle of the third attempt, which does not count. The replay must end with
// the second one, too.
func TestReplayAsksAsOften(t *testing.T) {
	hub := observe.NewHub(t.Context(), nil, observe.Options{})
	defer hub.Stop()
	w, began := opened(hub), time.Now()
	was := answersOf(t.Context(), w, func(ctx context.Context, asked int) {
		if asked == 3 {
			<-ctx.Done()
		}
	})
	if want := "answer 2 (asked 2 times"; was != want {
		t.Fatalf("saw %s, want %s", was, want)
	}
	ended := time.Now()
	again, tape := observe.Replay(t.Context(), observe.Recording{
		Steps: []observe.Window{{Started: began, Ended: ended, Attempts: w.Attempts()}}, Ended: ended.Add(time.Second),
	})
	defer again.Stop()
	replayed := (&world.Run{Hub: again, Timeouts: w.Run.Timeouts}).Replay(tape, world.Scenario{}, world.State{}, nil)
	tape.Begin(ended, "")
	tape.PlayTo(began)
	if is := answersOf(t.Context(), replayed, func(context.Context, int) {}); is != was {
		t.Errorf("replayed, saw %s, which was %s", is, was)
	}
}

// TestHoldThatHangs: a question that hangs during the hold time ends at the timeout and does not pass.
func TestHoldThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := observe.NewHub(t.Context(), nil, observe.Options{})
		defer hub.Stop()
		w, asked := opened(hub), 0
		began := time.Now()
		ending := step.Ending{Within: 10 * time.Second, For: 3 * time.Second}
		err := assert.Poll(t.Context(), w, ending, kube.Ref{}, func(ctx context.Context) error {
			if asked++; asked > 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), "there was no answer within 10s") {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > 14*time.Second {
			t.Errorf("it ended after %s", took)
		}
	})
}

func opened(hub *observe.Hub) *world.World {
	run := &world.Run{Hub: hub, Timeouts: world.Timeouts{Step: time.Second}}
	return run.Open(world.Scenario{})
}

// answersOf polls with a check that is never met, and returns the last answer without the elapsed time.
func answersOf(ctx context.Context, w *world.World, during func(ctx context.Context, asked int)) string {
	asked := 0
	err := assert.Poll(ctx, w, step.Ending{}, kube.Ref{}, func(ctx context.Context) error {
		asked++
		during(ctx, asked)
		return fmt.Errorf("answer %d", asked)
	})
	if f, failed := errors.AsType[*explain.Failure](err); failed {
		saw, _, _ := strings.Cut(f.Saw, " in ")
		return saw
	}
	return fmt.Sprint(err)
}
