package observe

import (
	"context"
	"time"
)

// deadline is a context that ends when a recording has come to its time.
type deadline struct {
	context.Context //nolint:containedctx // it is one
	at              time.Time
	end             context.CancelCauseFunc
	cause           error
	passed          bool
}

// Deadline implements context.Context.
func (d *deadline) Deadline() (time.Time, bool) { return d.at, true }

// Err implements context.Context.
func (d *deadline) Err() error {
	if d.passed {
		return context.DeadlineExceeded
	}
	return d.Context.Err()
}

// withTimeout bounds a context by the recording's time.
func (p *Tape) withTimeout(ctx context.Context, after time.Duration, cause error) (context.Context, context.CancelFunc) {
	d := &deadline{at: p.at.Add(after), cause: cause}
	if outer, ok := ctx.Deadline(); ok && outer.Before(d.at) {
		d.at = outer
	}
	d.Context, d.end = context.WithCancelCause(ctx)
	p.deadlines[d] = true
	return d, func() {
		delete(p.deadlines, d)
		d.end(context.Canceled)
	}
}

func (p *Tape) expire() {
	var passed []*deadline
	for d := range p.deadlines {
		if !d.at.After(p.at) {
			d.passed = true
			passed = append(passed, d)
			delete(p.deadlines, d)
		}
	}
	for _, d := range passed { // when all know why
		d.end(d.cause)
	}
}

// Wait moves to when an attempt should be repeated, and returns false when the
// context ends before. These are the moments of the recording's own attempts, so
// that a step that is as it was asks as often as it did; elsewhere, when
// something was seen.
func (p *Tape) Wait(ctx context.Context, _ <-chan struct{}, _ time.Duration) bool {
	until := p.until(ctx)
	switch next, asking := p.attempt(); {
	case !next.IsZero() && !next.After(until):
		p.PlayTo(next)
		return ctx.Err() == nil
	case !asking.Before(until): // nobody asked any more until the deadline: there was a pause
		p.PlayTo(until)
	case p.one(until):
		return ctx.Err() == nil
	default:
		p.set(until)
	}
	if ctx.Err() == nil {
		_ = p.over() // noted
	}
	return false
}

// BeginAsking moves to when the recorded step that the recording is in began to ask,
// unless it has: finding out whom to ask took a moment then, and takes none now.
func (p *Tape) BeginAsking() {
	for _, step := range p.recording.Steps {
		if len(step.Attempts) == 0 || p.at.Before(step.Started) || p.at.After(step.Ended) {
			continue
		}
		if first := step.Attempts[0]; first.After(p.at) && !first.After(p.limit) {
			p.PlayTo(first)
			return
		}
	}
}

// attempt finds the next attempt of the recorded step that the recording is in,
// and until when that step went on asking; zero when none did.
func (p *Tape) attempt() (next, asking time.Time) {
	for _, step := range p.recording.Steps {
		if len(step.Attempts) == 0 || p.at.Before(step.Started) || p.at.After(step.Ended) {
			continue
		}
		asking = step.Ended
		for _, at := range step.Attempts {
			if at.After(p.at) {
				return at, asking
			}
		}
	}
	return time.Time{}, asking
}

// Limit is how far the running step may look.
func (p *Tape) Limit() time.Time { return p.limit }
