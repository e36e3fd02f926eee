package assert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/world"
)

// A wait that sends requests proves nothing if the cluster did not answer during its time. Commands go through the API
// server, and without it nothing in the cluster changes; so it is asked for its version in parallel with each such wait.

// lastAnswer is how long after the end of a wait the API server may take to answer.
const lastAnswer = 15 * time.Second

// feel starts asking the API server in parallel with a wait. It returns nil if there is none, as in a replay.
func feel(ctx context.Context, w *world.World, length time.Duration) (pulse *probe.Pulse, stop func()) {
	own, cancel := observe.OwnTime(ctx, length+w.Run.Timeouts.Action+lastAnswer)
	if pulse = w.Feel(own, length); pulse == nil {
		return nil, cancel
	}
	return pulse, func() { pulse.Stop(); cancel() }
}

// Beside returns the result of a wait, unless the wait proves nothing because the API server did not answer.
func Beside(ctx context.Context, w *world.World, length time.Duration, wait func(context.Context) error) error {
	pulse, stop := feel(ctx, w, length)
	defer stop()
	began := time.Now()
	err := wait(ctx)
	if pulse == nil || err == nil || errors.Is(err, probe.ErrFailFast) {
		return err
	}
	if p := sleptThrough(w, began, time.Now()); p != nil && ctx.Err() != nil {
		return &paused{*p, err}
	}
	return unheard(pulse, began, err)
}

func unheard(pulse *probe.Pulse, began time.Time, err error) error {
	ended := time.Now()
	if gap := probe.InconclusiveGap(pulse.End(lastAnswer), began, ended); gap != nil {
		return &probe.Unheard{Gap: *gap, Err: err}
	}
	return err
}

// besideHold does the same for a condition that must hold: its last request, or all of it, may prove nothing. A hold with
// few answers and long silence in between was not observed, unless silence is an answer.
func besideHold(ctx context.Context, w *world.World, length time.Duration, silenceCounts bool, ask probe.Attempt, holds func(context.Context, probe.Attempt) error) error {
	pulse, stop := feel(ctx, w, length)
	defer stop()
	began, last, longest := time.Now(), time.Now(), time.Duration(0)
	err := holds(ctx, func(ctx context.Context) error {
		last = time.Now()
		err := ask(ctx)
		longest = max(longest, time.Since(last))
		return err
	})
	slept := w.Run.Awake.Longest(began, time.Now())
	switch {
	case pulse == nil:
		return err
	case err != nil:
		return unheard(pulse, last, err)
	case slept != nil && (slept.Took() >= awake.Long || 2*slept.Took() > length):
		return &unsampled{&paused{*slept, errors.New("what was so meanwhile is not known")}}
	case 2*longest > length && !silenceCounts:
		return silence(pulse.Gaps(), began, began.Add(length))
	}
	return nil
}

// unsampled is the result of a hold that nothing contradicted, but that too few answers confirm.
type unsampled struct{ error }

func (u *unsampled) Unwrap() error { return u.error }

func silence(gaps []probe.Gap, from, to time.Time) error {
	gap := probe.InconclusiveGap(gaps, from, to)
	if gap == nil {
		return nil
	}
	silent := &probe.Unheard{Gap: *gap, Err: observe.ErrUnobserved}
	return &unsampled{fmt.Errorf("%w: %s; what was so meanwhile is not known", silent, silent.When())}
}

// untilSampled repeats a hold that too few answers confirm, because a busy machine need not decide it. It begins no repetition
// after the limit. If a repetition is contradicted, the result stays that of the first hold, as a replay cannot tell the two apart.
func untilSampled(ctx context.Context, limit time.Duration, hold func(context.Context) error) error {
	err, began := hold(ctx), time.Now()
	if !errors.As(err, new(*unsampled)) {
		return err
	}
	for ctx.Err() == nil && time.Since(began) < limit {
		switch again := hold(ctx); {
		case again == nil:
			return nil
		case !errors.As(again, new(*unsampled)):
			return err
		}
	}
	return err
}
