package steps

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

const starting = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: u}, spec: {nodeName: n1, containers: [{name: app}]}, status: {phase: Pending}}"

// TestMoreTimeOnlyWhereItRanOut: more time is no advice for what did not stay so, was never to be, or was given up.
func TestMoreTimeOnlyWhereItRanOut(t *testing.T) {
	web := podRef("a", "web")
	missed := errors.New("it is Pending")
	for name, c := range map[string]struct {
		within time.Duration
		err    error
		fits   bool
	}{
		"a wait that ran out":       {time.Minute, missed, true},
		"a hold, or what was never": {0, missed, false},
		"a wait that was given up":  {time.Minute, &gaveUp{last: missed, why: "it is over"}, false},
	} {
		w := shownTo(t, see(t, starting))
		f, ok := errors.AsType[*explain.Failure](failure(t.Context(), w.World, web, c.within, c.err))
		if !ok || f.Code != explain.PodStarting || strings.Contains(f.Hint, "more time") != c.fits {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestWhatDidNotStaySoLeadsToTheChange: where nothing is known to be wrong, the hint says where to look.
func TestWhatDidNotStaySoLeadsToTheChange(t *testing.T) {
	w := shownTo(t, see(t, "{kind: Widget, apiVersion: v1, metadata: {name: c, namespace: a, uid: u}}"))
	ref, asked := w.ref("Widget", "c"), 0
	err := expect(t.Context(), w.World, step.Ending{For: time.Millisecond}, ref, func(observe.View) observe.Verdict {
		asked++
		return observe.Verdict{Met: asked == 1, Saw: "it is another"}
	})
	if err == nil || !strings.Contains(err.Error(), "hint  it was so, and did not stay so: look in timeline.txt") {
		t.Error(err)
	}
}

// TestABreachSaysWhatWasDone: what broke an invariant is mostly the last action, be it over.
func TestABreachSaysWhatWasDone(t *testing.T) {
	saw := sawBreach(world.Breach{Saw: "1 replica", During: "Then it waits", After: 300 * time.Millisecond, Action: "When it is scaled", Ago: 500 * time.Millisecond})
	if want := "1 replica; that was 300ms after the beginning of the step: Then it waits; the last action before it began 200ms earlier: When it is scaled"; saw != want {
		t.Errorf("got  %s\nwant %s", saw, want)
	}
	w := shownTo(t, see(t, "{kind: Widget, apiVersion: v1, metadata: {name: c, namespace: a, uid: u}}"))
	err := w.During(t.Context(), 1, "Given it lasts", func(ctx context.Context) error {
		throughout(ctx, w.World, nil, func(observe.View) *world.Breach { return &world.Breach{About: w.ref("Widget", "c"), Saw: "it fell"} })
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "hint  look in timeline.txt") {
		t.Error(err)
	}
}
