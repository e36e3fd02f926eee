package observe

import (
	"context"
	"slices"
	"time"
)

// blinds returns the recorded interruptions of the kinds that a check has read which have begun by now and were not over at the
// given moment.
func (p *Tape) blinds(_ *Timeline, from time.Time, needs needs) []Blind {
	var out []Blind
	for _, b := range p.recording.Blinds {
		needed := needs.all || slices.Contains(needs.kinds, b.Kind.GVR.GroupResource())
		if needed && p.begun(b) && (b.To.IsZero() || !b.To.Before(from)) {
			out = append(out, b)
		}
	}
	return out
}

// begun reports whether the recording has reached an interruption. In a run, an interruption is noticed at the end of a
// check, some moments later than in a replay of it; it counts if that was during the same step.
func (p *Tape) begun(b Blind) bool {
	if !b.Behind || !b.From.After(p.at) {
		return !b.From.After(p.at)
	}
	return !slices.ContainsFunc(p.recording.Steps, func(step Window) bool {
		return step.Started.After(p.at) && !step.Started.After(b.From)
	})
}

// decided is Timeline.decided, by the interruptions that the run has noticed. It advances to the time when the watches were
// back.
func (p *Tape) decided(_ context.Context, t *Timeline, from time.Time, needs needs, _ func() bool) (*Blind, error) {
	var last *Blind
	until := p.at
	for _, b := range p.blinds(t, from, needs) {
		why := b.Why
		if b.Missed || b.To.IsZero() || !b.Behind && b.To.After(p.at.Add(recovery)) {
			why = unknown
		}
		switch {
		case why != "" && (b.Missed || b.To.IsZero() || !b.To.Before(p.at)):
			return &b, &Unseen{b, why}
		case b.To.After(until):
			last, until = &b, b.To
		}
	}
	if until.After(p.limit) {
		return nil, p.over()
	}
	p.PlayTo(until)
	return last, nil
}
