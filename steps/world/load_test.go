package world

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/probe"
)

// TestALoadThatDidNotRun: if this process was suspended, the results of the requests that were not sent are unknown.
func TestALoadThatDidNotRun(t *testing.T) {
	for slept, pause := range map[time.Duration]time.Duration{time.Second: 0, 3 * time.Second: 3 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			sense := &awake.Sense{}
			sense.Note(time.Now())
			w := &World{Run: &Run{Awake: sense}, load: &Load{began: time.Now(),
				sends: probe.BeginLoad(t.Context(), time.Hour, func(context.Context) error { return nil })}}
			<-time.After(slept)
			if got := w.TellLoad(); got.Pause != pause || got.Failed+got.Unsure != 0 {
				t.Errorf("after %s: %+v", slept, got)
			}
			w.load.sends.End()
		})
	}
}
