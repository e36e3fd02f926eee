package gherkin

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/rules"
)

// spans refuses what a pickle says never happened when the step before it acts: nothing can have happened since.
func (l *linter) spans(p *Pickle) {
	acted := 0 // the line of an action after which nothing was awaited
	for _, s := range p.Steps {
		m, err := s.Match()
		switch {
		case err != nil: // said already
			acted = 0
		case m.LooksBack() && acted > 0:
			ways := m.WithSpans()
			l.bad(rules.NoTime, p.URI, s.Line, fmt.Sprintf("this step looks back, but the step in line %d has only just acted: nothing can have happened since", acted),
				fmt.Sprintf("say for how long: %s\n    or until which moment: %s\n    or, above the action, to the end of the scenario: %s", ways[1], ways[2], ways[0]))
		case m.OnlyActs():
			acted = s.Line
		case m.TakesTime():
			acted = 0
		}
	}
}
