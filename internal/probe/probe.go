// Package probe repeats a question that cannot be watched, such as an HTTP request or a command in a container, until the
// answer is the expected one.
package probe

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// First and Longest limit the pause between two attempts, which doubles each time: an early answer is found early, and a slow
// server is not flooded with requests.
const (
	First   = 50 * time.Millisecond
	Longest = time.Second
)

// Attempt asks once. It returns nil if the answer is the expected one; otherwise its error says what the answer was. It
// must respect the context.
type Attempt func(ctx context.Context) error

// ErrFailFast ends the probing at once if the error of an attempt wraps it.
var ErrFailFast = errors.New("cannot become true")

// ErrUnknown is wrapped by the error of an attempt whose answer is not known. It counts also after the deadline, because
// the answer may have been the expected one.
var ErrUnknown = errors.New("the answer is not known")

// Failed is the error of a probe that never got the expected answer.
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

// Until asks at once, whenever changed is signalled, and after each pause, until an attempt succeeds or the context ends.
// An attempt that the context cuts off does not count as an answer.
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
		if errors.Is(err, ErrFailFast) || !clock.Wait(ctx, changed, pause) {
			failed.Waited = clock.Now().Sub(began)
			return failed
		}
		pause = min(2*pause, Longest)
	}
}

// CutOff reports whether the answer of an attempt came too late to count: after the end of the context, if there is an
// earlier answer, last. A connection with the context's deadline notices the end slightly earlier than the context.
func CutOff(ctx context.Context, clock Clock, err, last error) bool {
	deadline, bounded := ctx.Deadline()
	over := ctx.Err() != nil || bounded && !clock.Now().Before(deadline)
	return err != nil && last != nil && over
}

// Holds asks again and again for the length of d, and returns the first answer that is not the expected one.
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
