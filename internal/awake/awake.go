// Package awake detects when this process did not run: it was stopped (for example by ^Z), the machine was asleep, or too busy
// to schedule it. Clocks and timeouts continue meanwhile, and network data stays unread.
package awake

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	beat = 100 * time.Millisecond // how often the process records that it runs

	// Shortest is the shortest recorded pause: on a busy machine, a process often waits for a few tenths of a second.
	Shortest = 500 * time.Millisecond

	// Long is how long a pause must be so that nothing that spans it counts.
	Long = 2 * time.Second
)

// Pause is a period in which the process did not run.
type Pause struct{ From, To time.Time }

// Took returns how long it was, by the clock that stops while the machine is asleep, or by the other one, whichever is longer.
func (p Pause) Took() time.Duration {
	return max(p.To.Sub(p.From), p.To.Round(0).Sub(p.From.Round(0)))
}

func (p Pause) String() string {
	const clock = "15:04:05.000"
	return fmt.Sprintf("this process did not run for %s, from %s to %s (was it stopped, or the machine asleep?)",
		p.Took().Round(100*time.Millisecond), p.From.Format(clock), p.To.Format(clock))
}

// Sense records the pauses since it was started. A nil Sense has none.
type Sense struct {
	end  context.CancelFunc
	done sync.WaitGroup

	mu     sync.Mutex
	last   time.Time
	pauses []Pause
}

// Begin starts recording pauses. Stop must be called.
func Begin(ctx context.Context) *Sense {
	ctx, end := context.WithCancel(ctx)
	s := &Sense{end: end, last: time.Now()}
	s.done.Go(func() {
		again := time.NewTicker(beat)
		defer again.Stop()
		for {
			select {
			case <-again.C:
				s.Note(time.Now())
			case <-ctx.Done():
				return
			}
		}
	})
	return s
}

// Stop ends the recording.
func (s *Sense) Stop() {
	s.end()
	s.done.Wait()
}

// Note records that the process runs at a time.
func (s *Sense) Note(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := Pause{s.last, now}
	if !s.last.IsZero() && p.Took() >= Shortest {
		s.pauses = append(s.pauses, p)
	}
	if now.After(s.last) {
		s.last = now
	}
}

// During returns the pauses that overlap a span.
func (s *Sense) During(from, to time.Time) []Pause {
	if s == nil {
		return nil
	}
	s.Note(time.Now()) // the caller may continue before the next beat
	s.mu.Lock()
	defer s.mu.Unlock()
	var during []Pause
	for _, p := range s.pauses {
		if p.To.After(from) && p.From.Before(to) {
			during = append(during, p)
		}
	}
	return during
}

// Longest returns the longest pause that overlaps a span, or nil.
func (s *Sense) Longest(from, to time.Time) *Pause {
	var longest *Pause
	for _, p := range s.During(from, to) {
		if longest == nil || p.Took() > longest.Took() {
			longest = &p
		}
	}
	return longest
}
