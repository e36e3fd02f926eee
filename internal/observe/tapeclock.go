package observe

import (
	"context"
	"time"
)

// deadline is a context that ends when the recording has reached a time.
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

// withTimeout sets a timeout by the recording's time.
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
	for _, d := range passed { // once all of them have their cause
		d.end(d.cause)
	}
}

// Wait advances to the time at which an attempt is repeated, and returns false if the context ends before. These are the times
// of the recorded attempts, so that an unchanged step makes as many attempts as in the run; without any, the times of
// observations.
func (p *Tape) Wait(ctx context.Context, _ <-chan struct{}, _ time.Duration) bool {
	until := p.until(ctx)
	switch next, asking := p.attempt(); {
	case !next.IsZero() && !next.After(until):
		p.PlayTo(next)
		return ctx.Err() == nil
	case !asking.Before(until): // no attempt was made until the deadline: it was in a pause
		p.PlayTo(until)
	case p.one(until):
		return ctx.Err() == nil
	default:
		p.set(until)
	}
	if ctx.Err() == nil {
		_ = p.over() // it is recorded
	}
	return false
}

// BeginAsking advances to the first attempt of the current step of the recording, unless that has passed: resolving the target
// of the request took some time in the run, and takes none in a replay.
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

// attempt returns the next attempt of the current step of the recording, and when that step made its last one; zero if it made
// none.
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

// Limit returns the time up to which the running step may look.
func (p *Tape) Limit() time.Time { return p.limit }
