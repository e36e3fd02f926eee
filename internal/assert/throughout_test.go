package assert

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// TestABreachSaysWhatWasDone: what broke an invariant is mostly the last action, be it over.
func TestABreachSaysWhatWasDone(t *testing.T) {
	saw := sawBreach(world.Breach{Saw: "1 replica", During: "Then it waits", After: 300 * time.Millisecond, Action: "When it is scaled", Ago: 500 * time.Millisecond})
	if want := "1 replica; that was 300ms after the beginning of the step: Then it waits; the last action before it began 200ms earlier: When it is scaled"; saw != want {
		t.Errorf("got  %s\nwant %s", saw, want)
	}
	w := viewtest.Open(t, viewtest.See(t, "{kind: Widget, apiVersion: v1, metadata: {name: c, namespace: a, uid: u}}"))
	err := w.During(t.Context(), 1, "Given it lasts", func(ctx context.Context) error {
		Throughout(ctx, w.World, nil, func(observe.View) *world.Breach { return &world.Breach{About: w.Ref("Widget", "c"), Saw: "it fell"} })
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "hint  look in timeline.txt") {
		t.Error(err)
	}
}
