package observe

import (
	"context"
	"errors"
	"time"
)

// Until returns nil as soon as the check is met: now, or on any later
// observation. It ends with a [*Missed] when the context ends or the check
// calls its state hopeless.
func (t *Timeline) Until(ctx context.Context, check Check) error {
	return t.run(ctx, newWaiter(check, func(v Verdict) (bool, error) {
		switch {
		case v.Met:
			return true, nil
		case v.Hopeless == nil || v.HopelessFrom.After(t.Now()):
			return false, nil
		}
		return true, hopeless{v.Hopeless}
	}))
}

// Holds returns nil when the check is met now and on every observation for the
// length of d. It ends with a [*Missed] at the first one where it is not.
func (t *Timeline) Holds(ctx context.Context, check Check, d time.Duration) error {
	holding, cancel := t.withTimeout(ctx, d, errHeld)
	defer cancel()
	err := t.run(holding, newWaiter(check, func(v Verdict) (bool, error) {
		return !v.Met, errNotHeld
	}))
	if errors.Is(context.Cause(holding), errHeld) && errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

var (
	errHeld    = errors.New("it held")
	errNotHeld = errors.New("it did not stay so")
)

func (t *Timeline) run(ctx context.Context, w *waiter) error {
	began := t.Now()
	if t.wait(w) {
		defer t.forget(w)
	}
	if t.tape != nil {
		if err := t.tape.await(ctx, w.over, func() time.Time { return t.due(w) }, func() { t.again(w) }); err != nil {
			w.finish(outcome{err: err})
		}
	}
	var ended outcome
	select {
	case ended = <-w.done:
		if ended.err == nil {
			return nil
		}
	case <-ctx.Done():
		select {
		case ended = <-w.done: // What was decided in time counts, although both are over now.
			if ended.err == nil {
				return nil
			}
		default:
			ended.err = ctx.Err()
		}
	}
	return t.missed(w, began, ended.err)
}

func (t *Timeline) missed(w *waiter, began time.Time, cause error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &Missed{Saw: w.saw, LastChange: w.changed, Ended: t.Now(), Waited: t.Now().Sub(began), Cause: cause}
}

// Never watches from now on that the check is not met. stop ends the watching
// and returns a [*Missed] with the first observation's account when it was.
func (t *Timeline) Never(check Check) (stop func() error) {
	began := t.Now()
	w := newWaiter(check, func(v Verdict) (bool, error) { return v.Met, errHappened })
	t.wait(w)
	return func() error {
		t.forget(w)
		select {
		case ended := <-w.done:
			if errors.Is(ended.err, ErrClosed) {
				return nil
			}
			return t.missed(w, began, ended.err)
		default:
			return nil
		}
	}
}

var errHappened = errors.New("it happened")

// Watch returns a channel that is signalled after observations, for questions
// that no watch answers: something has changed, so asking again may be worth
// it. Signals do not queue up. stop must be called.
func (t *Timeline) Watch() (changed <-chan struct{}, stop func()) {
	signal := make(chan struct{}, 1)
	w := newWaiter(func(View) Verdict {
		select {
		case signal <- struct{}{}:
		default:
		}
		return Verdict{}
	}, func(Verdict) (bool, error) { return false, nil })
	t.wait(w)
	return signal, func() { t.forget(w) }
}
