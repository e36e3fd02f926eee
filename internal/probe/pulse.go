package probe

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Pulse repeatedly sends a request that is always answered, such as for the API server's version, during a wait. If there was
// no answer, or this process was suspended, the wait could not send requests or receive answers either.
type Pulse struct {
	ping  func(context.Context) error
	every time.Duration

	cancel context.CancelFunc
	ending chan struct{} // closed when no further question is asked
	once   sync.Once
	done   sync.WaitGroup

	mu   sync.Mutex
	gaps []Gap
}

// Gap is the time from a request until its answer.
type Gap struct{ From, To time.Time }

// Feel starts asking. It asks about ten times during a wait of the given length, within sensible limits. Stop or End must
// be called.
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

// Stop stops asking at once.
func (p *Pulse) Stop() {
	p.once.Do(func() { close(p.ending) })
	p.cancel()
	p.done.Wait()
}

// End stops asking, and waits at most for the given time for the answer to the open question, to find out how long the
// silence lasted. It returns all gaps.
func (p *Pulse) End(longest time.Duration) []Gap {
	over := time.AfterFunc(longest, p.cancel)
	defer over.Stop()
	p.once.Do(func() { close(p.ending) })
	p.done.Wait()
	p.cancel()
	return p.Gaps()
}

// Gaps returns the gaps so far.
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

// again pauses after a question without an answer.
func (p *Pulse) again(ctx context.Context) bool { return Wall{}.Wait(ctx, nil, p.every) }

// pause waits for the time of the next question. It returns false if there is none.
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

// busy is how long a server that is merely busy may take to answer.
const busy = time.Second

// InconclusiveGap returns the gap because of which the answers to requests within a span prove nothing: more than half of
// the span was without answers, or its end and at least a tenth of it, and longer than a server takes that is merely busy.
// It returns nil if there is none.
func InconclusiveGap(gaps []Gap, from, to time.Time) *Gap {
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

// Unheard is a wait that failed while the API server did not answer, so that the failure proves nothing.
type Unheard struct {
	Gap

	Err error // how the wait ended
}

func (u *Unheard) Error() string { return u.Err.Error() }

// Unwrap returns how the wait ended.
func (u *Unheard) Unwrap() error { return u.Err }

// When describes the time without answers.
func (u *Unheard) When() string {
	const clock = "15:04:05.000"
	return fmt.Sprintf("the API server did not answer from %s to %s", u.From.Format(clock), u.To.Format(clock))
}
