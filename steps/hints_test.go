package steps

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

const starting = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: u}, spec: {nodeName: n1, containers: [{name: app}]}, status: {phase: Pending}}"

// TestMoreTimeOnlyWhereItRanOut: more time is not suggested if the state did not last, must never occur, or the wait failed
// fast.
func TestMoreTimeOnlyWhereItRanOut(t *testing.T) {
	web := viewtest.PodRef("a", "web")
	missed := errors.New("it is Pending")
	for name, c := range map[string]struct {
		within time.Duration
		err    error
		fits   bool
	}{
		"a wait that ran out":       {time.Minute, missed, true},
		"a hold, or what was never": {0, missed, false},
		"a wait that was given up":  {time.Minute, &assert.GaveUp{Last: missed, Why: "it is over"}, false},
	} {
		w := viewtest.Open(t, viewtest.See(t, starting))
		f, ok := errors.AsType[*explain.Failure](assert.Failure(t.Context(), w.World, web, c.within, c.err))
		if !ok || f.Code != explain.PodStarting || strings.Contains(f.Hint, "more time") != c.fits {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestWhatDidNotStaySoLeadsToTheChange: if no cause is known, the hint says where to look.
func TestWhatDidNotStaySoLeadsToTheChange(t *testing.T) {
	w := viewtest.Open(t, viewtest.See(t, "{kind: Widget, apiVersion: v1, metadata: {name: c, namespace: a, uid: u}}"))
	ref, asked := w.Ref("Widget", "c"), 0
	err := assert.Eventually(t.Context(), w.World, step.Ending{For: time.Millisecond}, ref, func(observe.View) observe.Verdict {
		asked++
		return observe.Verdict{Met: asked == 1, Saw: "it is another"}
	})
	if err == nil || !strings.Contains(err.Error(), "hint  it was so, and did not stay so: look in timeline.txt") {
		t.Error(err)
	}
}
