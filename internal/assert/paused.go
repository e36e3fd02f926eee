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

// paused is the result of a question or a wait that cannot be judged, because this process was suspended meanwhile.
type paused struct {
	awake.Pause

	err error // how the question or wait ended
}

func (p *paused) Error() string { return fmt.Sprintf("%v: %v", p.Pause, p.err) }

// Unwrap returns how the question or wait ended.
func (p *paused) Unwrap() error { return p.err }

// Is makes it an [observe.ErrUnobserved] and a [probe.ErrUnknown].
func (p *paused) Is(target error) bool {
	return target == observe.ErrUnobserved || target == probe.ErrUnknown
}

// asksAnew is how often a question is asked if this process is suspended during each attempt.
const asksAnew = 3

// awakeFor asks again if this process was suspended while it was asking: the timeout of the request has passed meanwhile,
// which looks like silence, and an answer may be from any time until the process resumed.
func awakeFor(w *world.World, ask probe.Attempt) probe.Attempt {
	return func(ctx context.Context) error {
		for n := 1; ; n++ {
			began := time.Now()
			err := ask(ctx)
			p := w.Run.Awake.Longest(began, time.Now())
			switch {
			case p == nil || errors.Is(err, probe.ErrFailFast):
				return err
			case n == asksAnew || ctx.Err() != nil:
				return &paused{*p, errors.Join(errors.New("what was asked meanwhile was not answered in time, or later"), err)}
			}
		}
	}
}

// sleptThrough returns the suspension of this process because of which a missed wait proves nothing: it covers more than
// half of the wait, or its end and at least a tenth of it.
func sleptThrough(w *world.World, began, ended time.Time) *awake.Pause {
	lost, span := time.Duration(0), ended.Sub(began)
	for _, p := range w.Run.Awake.During(began, ended) {
		lost += p.Took()
		atEnd := ended.Sub(p.To) < probe.Longest && 10*p.Took() >= span
		if 2*lost > span || atEnd {
			return &p
		}
	}
	return nil
}
