// Package probe repeats a question that no watch answers, such as an HTTP
// request or a command in a container, until it is answered as wanted.
package probe

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// First and Longest bound the pause between two attempts: it doubles from the
// one to the other, so that a quick answer is found quickly and a slow one is
// not hammered.
const (
	First   = 50 * time.Millisecond
	Longest = time.Second
)

// Attempt asks once. It returns nil when the answer is as wanted; its error
// says what it got instead. It must honour the context.
type Attempt func(ctx context.Context) error

// ErrHopeless ends, when an attempt's error wraps it, the probing at once.
var ErrHopeless = errors.New("cannot become true")

// ErrUnknown is wrapped by the error of an attempt of which it is not known how it was answered. That counts also when the
// time is over: it may have been answered as wanted.
var ErrUnknown = errors.New("the answer is not known")

// Failed is the error of a probe that never got the wanted answer.
type Failed struct {
	Attempts int
	Waited   time.Duration
	Last     error // what the last finished attempt got
}

func (f *Failed) Error() string {
	asked := "once"
	if f.Attempts != 1 {
		asked = fmt.Sprintf("%d times", f.Attempts)
	}
	return fmt.Sprintf("%v (asked %s in %s)", f.Last, asked, f.Waited.Round(100*time.Millisecond))
}

func (f *Failed) Unwrap() error { return f.Last }

// Until asks at once, again whenever changed is signalled, and again after
// each pause, until an attempt succeeds or the context ends. The attempt that
// the context cuts off is not taken for the answer.
func Until(ctx context.Context, clock Clock, changed <-chan struct{}, ask Attempt) error {
	began := clock.Now()
	failed := &Failed{}
	pause := First
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		if !CutOff(ctx, clock, err, failed.Last) || errors.Is(err, ErrUnknown) {
			failed.Attempts++
			failed.Last = err
		}
		if errors.Is(err, ErrHopeless) || !clock.Wait(ctx, changed, pause) {
			failed.Waited = clock.Now().Sub(began)
			return failed
		}
		pause = min(2*pause, Longest)
	}
}

// CutOff tells whether the answer of an attempt came too late to count: after the
// context has ended, and when there is an earlier one, last. A connection that took over the
// context's deadline notices that first, by a moment.
func CutOff(ctx context.Context, clock Clock, err, last error) bool {
	deadline, bounded := ctx.Deadline()
	over := ctx.Err() != nil || bounded && !clock.Now().Before(deadline)
	return err != nil && last != nil && over
}

// Holds asks again and again for the length of d and returns the first answer
// that is not as wanted.
func Holds(ctx context.Context, clock Clock, d time.Duration, ask Attempt) error {
	end := clock.Now().Add(d)
	for {
		if err := ask(ctx); err != nil {
			return err
		}
		left := end.Sub(clock.Now())
		if left <= 0 {
			return nil
		}
		if !clock.Wait(ctx, nil, min(left, Longest/2)) {
			return ctx.Err()
		}
	}
}
