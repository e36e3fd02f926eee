package terminal

import (
	"sync"
	"time"
)

// ticking calls a function at regular intervals, from start until rest or stop. A nil one never ticks.
type ticking struct {
	mu       sync.Mutex
	quit     chan struct{} // nil: not ticking
	finished chan struct{}
	stopped  bool
}

// start starts to tick, unless it is ticking or was stopped.
func (k *ticking) start(every time.Duration, tick func() (busy bool)) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.quit != nil || k.stopped {
		return
	}
	k.quit, k.finished = make(chan struct{}), make(chan struct{})
	go loop(every, tick, k.quit, k.finished)
}

func loop(every time.Duration, tick func() bool, quit <-chan struct{}, finished chan<- struct{}) {
	defer close(finished)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if !tick() {
				return
			}
		case <-quit:
			return
		}
	}
}

// rest is called by a tick after which no more ticks are needed for now.
func (k *ticking) rest() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.quit = nil
}

// stop stops the ticking permanently, and waits for the last tick to return.
func (k *ticking) stop() {
	if k == nil {
		return
	}
	k.mu.Lock()
	quit, finished := k.quit, k.finished
	k.quit, k.stopped = nil, true
	k.mu.Unlock() // the last tick may need a lock whose holder waits for this one
	if quit != nil {
		close(quit)
		<-finished
	}
}
