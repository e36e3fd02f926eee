package probe

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// mostOpen is how many requests of a load may be open at once. Beyond that, requests that are due are left out.
const mostOpen = 32

// Load sends a request repeatedly, at a constant rate, whatever the results.
type Load struct {
	every time.Duration
	send  func(context.Context) error
	end   context.CancelFunc
	done  sync.WaitGroup
	open  chan struct{}

	mu     sync.Mutex
	began  time.Time
	due    int
	begun  int
	flying map[int]bool // by number, from 0
	shots  []Shot
}

// Shot is one request of a load.
type Shot struct {
	From, To time.Time
	Err      error
}

// BeginLoad starts sending, until End is called.
func BeginLoad(ctx context.Context, every time.Duration, send func(context.Context) error) *Load {
	ctx, end := context.WithCancel(ctx)
	l := &Load{every: every, send: send, end: end, open: make(chan struct{}, mostOpen), began: time.Now(), flying: map[int]bool{}}
	l.done.Go(func() { l.run(ctx) })
	return l
}

func (l *Load) run(ctx context.Context) {
	pace := time.NewTicker(l.every)
	defer pace.Stop()
	for {
		l.shoot(ctx)
		select {
		case <-pace.C:
		case <-ctx.Done():
			return
		}
	}
}

// shoot sends one request, unless too many are open.
func (l *Load) shoot(ctx context.Context) {
	l.mu.Lock()
	l.due = int(time.Since(l.began)/l.every) + 1
	l.mu.Unlock()
	select {
	case l.open <- struct{}{}:
	default:
		return
	}
	l.mu.Lock()
	number := l.begun
	l.begun, l.flying[number] = number+1, true
	l.mu.Unlock()
	l.done.Go(func() {
		defer func() { <-l.open }()
		began := time.Now()
		err := l.send(ctx)
		if ctx.Err() != nil {
			return // it was ended by this process
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.flying, number)
		l.shots = append(l.shots, Shot{began, time.Now(), err})
	})
}

// End stops sending, and returns when nothing of the load is left.
func (l *Load) End() {
	l.end()
	l.done.Wait()
}

// Tally has the results of a load's requests so far.
type Tally struct {
	Due    int           // required by the rate
	Begun  int           // requests that were sent
	Whole  int           // the first requests up to this number have all ended
	Sent   int           // of these, those that have ended
	Failed int           // of these
	Unsure int           // not sent, or failed while this machine or the API server did not work: these prove nothing
	Pause  time.Duration `json:",omitempty"` // a long time in which this machine sent nothing; 0 without one
	Gap    time.Duration // the longest time without a successful answer
	Median time.Duration // of the successful answers
	P99    time.Duration
	First  string // how the first one failed
	At     time.Duration
}

// Tally counts the requests. Failed requests that were not sent, and those that overlap a time for which atFault returns true,
// do not count either way.
func (l *Load) Tally(atFault func(from, to time.Time) bool) Tally {
	l.mu.Lock()
	defer l.mu.Unlock()
	shots := slices.SortedFunc(slices.Values(l.shots), func(a, b Shot) int { return cmp.Or(a.To.Compare(b.To), a.From.Compare(b.From)) })
	t := Tally{Due: l.due, Begun: l.begun, Whole: l.begun, Sent: len(shots)}
	for number := range l.flying {
		t.Whole = min(t.Whole, number)
	}
	var took []time.Duration
	last := l.began
	for _, s := range shots {
		switch {
		case s.Err == nil:
			t.Gap = max(t.Gap, s.To.Sub(last))
			last = s.To
			took = append(took, s.To.Sub(s.From))
		case unasked(s.Err), atFault(s.From, s.To):
			t.Unsure++
		default:
			if t.Failed == 0 {
				t.First, t.At = s.Err.Error(), s.From.Sub(l.began)
			}
			t.Failed++
		}
	}
	t.Gap = max(t.Gap, time.Since(last))
	slices.Sort(took)
	t.Median, t.P99 = share(took, 50), share(took, 99)
	return t
}

// share returns the duration that this percentage does not exceed.
func share(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*percent+99)/100-1]
}

func (t Tally) String() string {
	return fmt.Sprintf("%d requests, %d failed; longest time without a good answer %s; answered after %s (median), %s (99 %%)",
		t.Sent, t.Failed, t.Gap.Round(time.Millisecond), t.Median.Round(100*time.Microsecond), t.P99.Round(100*time.Microsecond))
}
