// Package awake notices when this process did not run: it was stopped (by ^Z, for one), the machine was asleep, or too busy
// to give it a turn. Clocks and timeouts go on meanwhile, and what comes from the network waits to be read.
package awake

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	beat = 100 * time.Millisecond // how often it is noted that the process runs

	// Shortest is the shortest pause that is noted: on a busy machine, a process waits for a few tenths of a second again and
	// again.
	Shortest = 500 * time.Millisecond

	// Long is a pause after which nothing counts that has a part before it and one after it.
	Long = 2 * time.Second
)

// Pause is a time in which the process did not run.
type Pause struct{ From, To time.Time }

// Took is how long it was, by the clock that stands still while the machine is asleep, or by the other one.
func (p Pause) Took() time.Duration {
	return max(p.To.Sub(p.From), p.To.Round(0).Sub(p.From.Round(0)))
}

func (p Pause) String() string {
	const clock = "15:04:05.000"
	return fmt.Sprintf("this process did not run for %s, from %s to %s (was it stopped, or the machine asleep?)",
		p.Took().Round(100*time.Millisecond), p.From.Format(clock), p.To.Format(clock))
}

// Sense knows the pauses since it was begun. Nil knows of none.
type Sense struct {
	end  context.CancelFunc
	done sync.WaitGroup

	mu     sync.Mutex
	last   time.Time
	pauses []Pause
}

// Begin notes pauses from now on. Stop must be called.
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

// Stop ends it.
func (s *Sense) Stop() {
	s.end()
	s.done.Wait()
}

// Note says that the process runs at a time.
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

// During are the pauses that a span shares a part with.
func (s *Sense) During(from, to time.Time) []Pause {
	if s == nil {
		return nil
	}
	s.Note(time.Now()) // who asks may be sooner to go on than the beat
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

// Longest is the longest pause of a span, nil when there was none.
func (s *Sense) Longest(from, to time.Time) *Pause {
	var longest *Pause
	for _, p := range s.During(from, to) {
		if longest == nil || p.Took() > longest.Took() {
			longest = &p
		}
	}
	return longest
}
