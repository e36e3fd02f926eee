package probe

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Pulse asks somebody who always has an answer, such as the API server for its version, again and again beside a wait.
// When that was silent, or this process did not run, the wait could ask nothing, or learn nothing of what it asked.
type Pulse struct {
	ping  func(context.Context) error
	every time.Duration

	cancel context.CancelFunc
	ending chan struct{} // closed when no further question is to be asked
	once   sync.Once
	done   sync.WaitGroup

	mu   sync.Mutex
	gaps []Gap
}

// Gap is the time from a question until its answer.
type Gap struct{ From, To time.Time }

// Feel begins to ask. A wait of a length is asked beside about ten times, and no more often than is of use. Stop or End
// must be called.
func Feel(ctx context.Context, length time.Duration, ping func(context.Context) error) *Pulse {
	ctx, cancel := context.WithCancel(ctx)
	p := &Pulse{ping: ping, every: min(max(length/10, First), Longest), cancel: cancel, ending: make(chan struct{})}
	p.done.Go(func() {
		for p.pause(ctx) {
			p.ask(ctx)
		}
	})
	return p
}

// Stop ends it at once.
func (p *Pulse) Stop() {
	p.once.Do(func() { close(p.ending) })
	p.cancel()
	p.done.Wait()
}

// End ends it, and waits no longer than a time for the answer to a question that is open: only then it is known how long
// the silence was. It returns all that there was.
func (p *Pulse) End(longest time.Duration) []Gap {
	over := time.AfterFunc(longest, p.cancel)
	defer over.Stop()
	p.once.Do(func() { close(p.ending) })
	p.done.Wait()
	p.cancel()
	return p.Gaps()
}

// Gaps are those so far.
func (p *Pulse) Gaps() []Gap {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.gaps)
}

// ask asks until there is an answer.
func (p *Pulse) ask(ctx context.Context) {
	began := time.Now()
	for p.ping(ctx) != nil && p.again(ctx) {
		continue
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gaps = append(p.gaps, Gap{began, time.Now()})
}

// again is a short pause after a question that nobody has answered.
func (p *Pulse) again(ctx context.Context) bool { return Wall{}.Wait(ctx, nil, p.every) }

// pause is that between two questions. It returns false when no other one is to be asked.
func (p *Pulse) pause(ctx context.Context) bool {
	select {
	case <-p.ending:
		return false
	default:
	}
	Wall{}.Wait(ctx, p.ending, p.every)
	select {
	case <-p.ending:
		return false
	default:
		return ctx.Err() == nil
	}
}

// busy is how long somebody may be silent who is merely busy.
const busy = time.Second

// Spoilt finds the silence for which nothing can be said of what was asked in a span: there was silence in more than half
// of it, or at its end, for at least a tenth of it, and longer than somebody is silent who is merely busy.
func Spoilt(gaps []Gap, from, to time.Time) *Gap {
	span, lost := to.Sub(from), time.Duration(0)
	for _, s := range gaps {
		during := s.during(from, to)
		lost += during
		atEnd := !s.To.Before(to) && s.To.Sub(s.From) >= busy
		if during > 0 && (2*lost > span || atEnd && 10*during >= span) {
			return &s
		}
	}
	return nil
}

func (s Gap) during(from, to time.Time) time.Duration {
	if s.From.After(from) {
		from = s.From
	}
	if s.To.Before(to) {
		to = s.To
	}
	return max(0, to.Sub(from))
}

// Unheard is a wait that came to nothing while the API server was silent: that it was missed says nothing.
type Unheard struct {
	Gap

	Err error // how it ended
}

func (u *Unheard) Error() string { return u.Err.Error() }

// Unwrap gives how it ended.
func (u *Unheard) Unwrap() error { return u.Err }

// When tells of the silence in a sentence.
func (u *Unheard) When() string {
	const clock = "15:04:05.000"
	return fmt.Sprintf("the API server did not answer from %s to %s", u.From.Format(clock), u.To.Format(clock))
}
