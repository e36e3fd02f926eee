package world

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// Load is the request that a scenario repeats in parallel with its steps.
type Load struct {
	Request string // description, for messages
	About   kube.Ref
	Every   time.Duration

	began time.Time
	sends *probe.Load
	pulse *probe.Pulse
}

// SetLoad sets what is repeated; a replay does not start it.
func (w *World) SetLoad(l *Load) { w.load = l }

// Load returns what the scenario repeats; nil if nothing is.
func (w *World) Load() *Load { return w.load }

// BeginLoad sends requests until the scenario closes.
func (w *World) BeginLoad(send func(context.Context) error) {
	l, own := w.load, context.Background() //nolint:forbidigo // it outlives the step, and ends with the scenario
	l.pulse = w.Feel(own, 5*time.Second)
	l.began = time.Now()
	l.sends = probe.BeginLoad(own, l.Every, send)
	w.Defer("the repeated requests", func(context.Context) error {
		l.sends.End()
		if l.pulse != nil {
			l.pulse.Stop()
		}
		return nil
	})
}

// silentFor is how long the API server must not respond to be considered silent; see [probe.Pulse].
const silentFor = time.Second

// TellLoad counts the results of the requests.
func (w *World) TellLoad() probe.Tally {
	l := w.load
	var gaps []probe.Gap
	if l.pulse != nil {
		gaps = l.pulse.Gaps()
	}
	tally := l.sends.Tally(func(from, to time.Time) bool {
		if w.Run.Awake.Longest(from, to) != nil {
			return true
		}
		for _, g := range gaps {
			if g.To.Sub(g.From) >= silentFor && g.To.After(from) && g.From.Before(to) {
				return true
			}
		}
		return false
	})
	if p := w.Run.Awake.Longest(l.began, time.Now()); p != nil && p.Took() >= awake.Long {
		tally.Pause = p.Took()
	}
	return tally
}
