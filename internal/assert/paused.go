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

// paused is of a question or a wait that nothing can be said of, since this process did not run meanwhile.
type paused struct {
	awake.Pause

	err error // how it ended
}

func (p *paused) Error() string { return fmt.Sprintf("%v: %v", p.Pause, p.err) }

// Unwrap gives how it ended.
func (p *paused) Unwrap() error { return p.err }

// Is makes it an [observe.ErrUnobserved], and a [probe.ErrUnknown].
func (p *paused) Is(target error) bool {
	return target == observe.ErrUnobserved || target == probe.ErrUnknown
}

// asksAnew is how often a question is asked, when this process does not run through any of its attempts.
const asksAnew = 3

// awakeFor asks again when this process did not run while it was asking: the limit of the question has passed meanwhile, which
// looks like silence, or the answer may be from any time until it went on.
func awakeFor(w *world.World, ask probe.Attempt) probe.Attempt {
	return func(ctx context.Context) error {
		for n := 1; ; n++ {
			began := time.Now()
			err := ask(ctx)
			p := w.Run.Awake.Longest(began, time.Now())
			switch {
			case p == nil || errors.Is(err, probe.ErrHopeless):
				return err
			case n == asksAnew || ctx.Err() != nil:
				return &paused{*p, errors.Join(errors.New("what was asked meanwhile was not answered in time, or later"), err)}
			}
		}
	}
}

// sleptThrough finds the pause of this process for which a wait that was missed says nothing: that was more than half of it,
// or at its end and at least a tenth of it.
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
