package scenarios

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

// beat is how often a run notes that its process goes on, and pausedFrom how long it must not have for a pause: a process on
// a machine that is merely busy gets its turn sooner.
const (
	beat       = time.Second
	pausedFrom = 5 * time.Second
)

// awake knows when the run's process was stopped, by ^Z for one, or the machine asleep: a wait that went on meanwhile says
// nothing.
type awake struct {
	end  context.CancelFunc
	done sync.WaitGroup

	mu     sync.Mutex
	last   time.Time
	pauses []pause
}

type pause struct {
	from time.Time
	took time.Duration
}

// wake begins to note. stop must be called.
func wake(ctx context.Context) *awake {
	ctx, end := context.WithCancel(ctx)
	a := &awake{end: end, last: time.Now()}
	a.done.Go(func() {
		again := time.NewTicker(beat)
		defer again.Stop()
		for {
			select {
			case <-again.C:
				a.note(time.Now())
			case <-ctx.Done():
				return
			}
		}
	})
	return a
}

func (a *awake) stop() {
	a.end()
	a.done.Wait()
}

// note says that the process goes on. Of two clocks one stands still while the machine is asleep.
func (a *awake) note(now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if took := max(now.Sub(a.last), now.Round(0).Sub(a.last.Round(0))); took >= pausedFrom {
		a.pauses = append(a.pauses, pause{a.last, took})
	}
	a.last = now
}

// during says that the process was stopped while a step ran, nil when it was not, or there is no such step.
func (a *awake) during(step *report.Step) error {
	if a == nil || step == nil {
		return nil
	}
	a.note(time.Now()) // the step may have been sooner to go on
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, p := range a.pauses {
		if p.from.Add(p.took).After(step.Started) && p.from.Before(step.Started.Add(step.Duration)) {
			return fmt.Errorf("this process did not run for %s while the step waited (was it stopped, or the machine asleep?): "+
				"a wait of that time says nothing; run it again", p.took.Round(time.Second))
		}
	}
	return nil
}
