package gherkin

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/rules"
)

// spans refuses checks of what never happened if the step before them acts: nothing can have happened since.
func (l *linter) spans(p *Pickle) {
	acted := 0 // the line of an action that was not followed by a wait
	for _, s := range p.Steps {
		m, err := s.Match()
		switch {
		case err != nil: // already reported
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
