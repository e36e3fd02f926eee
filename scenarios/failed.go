package scenarios

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/outcomes"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/words"
)

// NothingFailedError says that Options.Failed selects nothing: all scenarios passed in their last run.
type NothingFailedError struct{ Scenarios int }

func (e *NothingFailedError) Error() string {
	return fmt.Sprintf("nothing to run again: %s passed when last run", words.Times("scenario", e.Scenarios))
}

// keepFailed removes from the plan scenarios that passed in their last run, and those that have never run.
func (o Options) keepFailed(p *plan.Plan) error {
	known, err := outcomes.Store{Dir: o.StateDir}.Load()
	if err != nil {
		return &UsageError{Err: fmt.Errorf("--failed: %w", err)}
	}
	all, unknown := len(p.Pickles), 0
	p.Keep(func(pickle *gherkin.Pickle) bool {
		outcome, is := known[o.engine().OutcomeKey(pickle)]
		if !is {
			unknown++
		}
		return is && !outcome.Passed
	})
	switch {
	case len(p.Pickles) > 0:
		return nil
	case unknown == 0:
		return &NothingFailedError{all}
	}
	return &UsageError{Err: fmt.Errorf("--failed: nothing failed, and %d of %s have not been run here yet: run them without --failed",
		unknown, words.Times("scenario", all))}
}
