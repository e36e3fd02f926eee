package plan

import (
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps/world"
)

// Keep removes the scenarios that are not wanted.
func (p *Plan) Keep(wanted func(*gherkin.Pickle) bool) {
	p.Pickles = slices.DeleteFunc(slices.Clone(p.Pickles), func(one *gherkin.Pickle) bool { return !wanted(one) })
}

// Repeat repeats each scenario, each time as a separate scenario.
func (p *Plan) Repeat(times int) {
	if times < 2 {
		return
	}
	pickles := make([]*gherkin.Pickle, 0, len(p.Pickles)*times)
	all := map[*gherkin.Pickle]world.Scenario{}
	if p.SetUp != nil {
		all[p.SetUp] = p.scenarios[p.SetUp]
	}
	for _, pickle := range p.Pickles {
		for n := 1; n <= times; n++ {
			again := *pickle
			again.ID = fmt.Sprintf("%s#%d", pickle.ID, n)
			again.Repetition, again.Repetitions = n, times
			all[&again] = p.scenarios[pickle]
			pickles = append(pickles, &again)
		}
	}
	p.Pickles, p.scenarios = pickles, all
}
