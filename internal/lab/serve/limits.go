package serve

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often a student, or an unknown user from one address, may do something. The first of each pair is per second.
const (
	checksEach, checksAtOnce     = rate.Limit(1) / 15, 3
	requestsEach, requestsAtOnce = rate.Limit(10), 60
	strangeEach, strangeAtOnce   = rate.Limit(1), 20
)

// mostKeys is how many keys are stored. When it is reached, all limits are reset. That does no harm, because tokens cannot be
// guessed.
const mostKeys = 10_000

// mostStreams is how many pages of one student are updated in parallel.
const mostStreams = 6

// limiter limits how often something is done per key.
type limiter struct {
	each   rate.Limit
	atOnce int
	now    func() time.Time

	mu sync.Mutex
	of map[string]*rate.Limiter
}

func newLimiter(each rate.Limit, atOnce int, now func() time.Time) *limiter {
	return &limiter{each: each, atOnce: atOnce, now: now, of: map[string]*rate.Limiter{}}
}

func (l *limiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.of[key]
	if one == nil {
		if len(l.of) >= mostKeys {
			clear(l.of)
		}
		one = rate.NewLimiter(l.each, l.atOnce)
		l.of[key] = one
	}
	return one.AllowN(l.now(), 1)
}

// streams counts the pages that are being updated.
type streams struct {
	mu sync.Mutex
	of map[string]int
}

func (s *streams) open(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[key] >= mostStreams {
		return false
	}
	s.of[key]++
	return true
}

func (s *streams) close(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[key]--; s.of[key] <= 0 {
		delete(s.of, key)
	}
}
