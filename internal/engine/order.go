package engine

import (
	"cmp"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// inOrder sorts scenarios that run in parallel: those that took longest in earlier runs start first, so that the run does not
// end with one long scenario. Unknown ones may take even longer, so they start before all others. Otherwise the order of the
// features is kept.
func (r *runner) inOrder(pickles []*gherkin.Pickle) []*gherkin.Pickle {
	if r.options.Limits.Most == 1 || r.past == nil {
		return pickles
	}
	expected := make(map[*gherkin.Pickle]time.Duration, len(pickles))
	for _, pickle := range pickles {
		expected[pickle] = r.expected(r.models[pickle])
	}
	pickles = slices.Clone(pickles)
	slices.SortStableFunc(pickles, func(a, b *gherkin.Pickle) int { return cmp.Compare(expected[b], expected[a]) })
	return pickles
}

// unknown is longer than any scenario.
const unknown = time.Duration(1<<63 - 1)

// expected returns how long the scenario's waits took at most in earlier runs. The rest of its duration is unknown, and short
// in comparison.
func (r *runner) expected(s *report.Scenario) time.Duration {
	sum, known := time.Duration(0), false
	for i := range s.Steps {
		longest, ok := r.past.Longest(keyOf(s, i))
		sum, known = sum+longest, known || ok
	}
	if !known {
		return unknown
	}
	return sum
}
