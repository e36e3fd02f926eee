package observe

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Until returns nil as soon as the check is met: now, or on any later observation. It returns a [*Missed] when the
// context ends, or when the check says that it can no longer be met.
func (t *Timeline) Until(ctx context.Context, check Check) error {
	return t.run(ctx, newWaiter(check, func(v Verdict) (bool, error) {
		switch {
		case v.Met:
			return true, nil
		case v.FailsFast == nil || v.FailsFastFrom.After(t.Now()):
			return false, nil
		}
		return true, failFast{v.FailsFast, v.Certain}
	}))
}

// Holds returns nil if the check is met now and on every observation within d. It returns a [*Missed] at the first
// observation on which it is not.
func (t *Timeline) Holds(ctx context.Context, check Check, d time.Duration) error {
	holding, cancel := t.source.withTimeout(ctx, d, errHeld)
	defer cancel()
	began, w := t.Now(), newWaiter(check, func(v Verdict) (bool, error) { return !v.Met, errNotHeld })
	waits := t.wait(w)
	defer t.forget(w)
	err := t.over(holding, w, waits)
	switch {
	case err == nil, errors.Is(err, errLate), errors.Is(context.Cause(holding), errHeld) && errors.Is(err, context.DeadlineExceeded):
		return t.held(ctx, w, began)
	}
	return t.missed(w, began, err)
}

// held confirms at the end of the time that the check has held throughout. What arrives afterwards may have happened before
// or after the end.
func (t *Timeline) held(ctx context.Context, w *waiter, began time.Time) error {
	blind, err := t.decided(ctx, began, t.needs(w), w.over)
	if err == nil && blind != nil && w.over() {
		return &Unseen{*blind, "what it showed afterwards was no longer as wanted, and may be from before the end of the time or from after it"}
	}
	return err
}

func (t *Timeline) needs(w *waiter) needs {
	t.mu.Lock()
	defer t.mu.Unlock()
	return w.view.needs.copied()
}

// SoFar evaluates a check on everything observed since the timeline was opened. It first confirms that nothing was
// missed, unless the check was violated by something that was observed.
func (t *Timeline) SoFar(ctx context.Context, check Check) (verdict Verdict, err error) {
	read := &reading{}
	look := func(v View) { read.View = v; verdict = check(read) }
	if t.View(look); !verdict.Met && !verdict.Unseen {
		return verdict, nil
	}
	before := verdict.Met
	_, err = t.decided(ctx, t.opened, read.needs, func() bool { t.View(look); return verdict.Met != before })
	t.View(look)
	if errors.Is(err, ErrUnobserved) && !verdict.Met && !verdict.Unseen { // the violation was observed
		return verdict, nil
	}
	return verdict, err
}

var (
	errHeld    = errors.New("it held")
	errNotHeld = errors.New("it did not stay so")
)

func (t *Timeline) run(ctx context.Context, w *waiter) error {
	began := t.Now()
	waits := t.wait(w)
	defer t.forget(w)
	err := t.over(ctx, w, waits)
	if err == nil || errors.Is(err, errLate) {
		return err
	}
	return t.missed(w, began, err)
}

// over waits until a waiter is done or its time is over, and returns how it ended. waits is false for a waiter that was done at
// once.
func (t *Timeline) over(ctx context.Context, w *waiter, waits bool) error {
	if err := t.source.await(ctx, t, w); err != nil {
		w.finish(outcome{err: err})
	}
	select {
	case ended := <-w.done:
		return w.counts(ctx, ended, waits)
	case <-ctx.Done():
		select {
		case ended := <-w.done: // both are over now; a decision made in time counts
			return w.counts(ctx, ended, waits)
		default:
			return ctx.Err()
		}
	}
}

// errLate ends a wait that was decided by an observation after its deadline. The state may have been reached in time:
// while this process is suspended, observations are read late.
var errLate = fmt.Errorf("%w: it was so when the time was over already; since when is not known", ErrUnobserved)

// counts returns how a wait ended. An outcome that is too late stays in the channel for [waiter.over].
func (w *waiter) counts(ctx context.Context, ended outcome, waits bool) error {
	end, bounded := ctx.Deadline()
	if !waits || !bounded || !ended.at.After(end) || ended.err != nil && !errors.Is(ended.err, errNotHeld) {
		return ended.err
	}
	w.done <- ended
	return errLate
}

func (t *Timeline) missed(w *waiter, began time.Time, cause error) error {
	ended := t.Now()
	blind := t.away(w, began, ended, cause)
	t.mu.Lock()
	defer t.mu.Unlock()
	return &Missed{Saw: w.saw, LastChange: w.changed, Ended: ended, Waited: ended.Sub(began), Blind: blind, Cause: cause}
}

// Never watches from now on that the check is not met. stop ends this, and returns a [*Missed] with what the check saw
// first if it was met.
func (t *Timeline) Never(check Check) (stop func() error) {
	began := t.Now()
	w := newWaiter(check, func(v Verdict) (bool, error) { return v.Met, errHappened })
	t.wait(w)
	return sync.OnceValue(func() error { return t.neverEnded(w, began) })
}

func (t *Timeline) neverEnded(w *waiter, began time.Time) error {
	defer t.forget(w)
	if !w.over() {
		if _, err := t.decided(t.hub.ctx, began, t.needs(w), w.over); err != nil && !w.over() {
			return err
		}
	}
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

var errHappened = errors.New("it happened")

// Watch returns a channel that is signalled after observations. It is for what cannot be watched: when something has
// changed, it is worth asking again. Signals do not queue up. stop must be called.
func (t *Timeline) Watch() (changed <-chan struct{}, stop func()) {
	signal := make(chan struct{}, 1)
	w := newWaiter(func(View) Verdict {
		select {
		case signal <- struct{}{}:
		default:
		}
		return Verdict{}
	}, func(Verdict) (bool, error) { return false, nil })
	w.always = true
	t.wait(w)
	return signal, func() { t.forget(w) }
}
