package lanes

import (
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

// clamp cuts the bars to the axis. A bar of a pod that already existed when the scenario began starts with the axis.
func (t *track) clamp(axis Axis) {
	var kept []report.Bar
	for _, b := range t.Bars {
		b.From, b.To = within(b.From, axis.From, axis.To), within(b.To, axis.From, axis.To)
		if b.From.Before(b.To) {
			kept = append(kept, b)
		}
	}
	t.Bars = kept
}

// split marks the image pulls within the bars in which the container is being created.
func (t *track) split(pulls []span) {
	var bars []report.Bar
	for _, b := range t.Bars {
		if b.Phase != report.Scheduled && b.Phase != report.Stuck {
			bars = append(bars, b)
			continue
		}
		for _, p := range pulls {
			from, to := within(p.from, b.From, b.To), b.To
			if !p.to.IsZero() {
				to = within(p.to, b.From, b.To)
			}
			if !from.Before(to) {
				continue
			}
			bars = add(bars, b, b.From, from)
			bars = append(bars, report.Bar{Phase: report.Pulling, From: from, To: to, Restart: b.Restart})
			b.From = to
		}
		bars = add(bars, b, b.From, b.To)
	}
	t.Bars = bars
}

func add(bars []report.Bar, b report.Bar, from, to time.Time) []report.Bar {
	if !from.Before(to) {
		return bars
	}
	b.From, b.To = from, to
	return append(bars, b)
}
