package main

import (
	"context"
	"sync"
	"time"
)

const (
	// tick is the interval at which this program looks at the clock.
	tick = 200 * time.Millisecond
	// stall is the shortest time without the program running that counts as an interruption. A client that gets no answer waits longer.
	stall = time.Second
)

// interruptions counts how often this program did not run for a while, because it was stopped or the machine was busy. Meanwhile
// nothing was let through that policies concern, so that a client without an answer shows nothing of the policies.
type interruptions struct {
	now func() time.Time

	mu    sync.Mutex
	last  time.Time // when the program ran
	count int64
}

func newInterruptions(now func() time.Time) *interruptions {
	return &interruptions{now: now, last: now()}
}

// soFar returns the number until now.
func (i *interruptions) soFar() int64 {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	if now.Sub(i.last) > stall {
		i.count++
	}
	i.last = now
	return i.count
}

// watch counts until the context ends.
func (i *interruptions) watch(ctx context.Context) error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			i.soFar()
		}
	}
}
