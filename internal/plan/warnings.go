package plan

import (
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// stepKey is a step with its values: a row of Examples has others.
type stepKey struct {
	uri  string
	line int
	text string
}

func keyOfStep(pickle *gherkin.Pickle, s gherkin.Step) stepKey {
	return stepKey{pickle.URI, s.Line, s.Text}
}

// warn notes a warning for a step, which is given when it runs.
func (p *Plan) warn(step stepKey, text string) {
	if p.warnings == nil {
		p.warnings = map[stepKey][]string{}
	}
	p.warnings[step] = append(p.warnings[step], text)
}

// doubts are what is known of a step before it runs that may not be meant as it is written.
func (p *Plan) doubts(pickle *gherkin.Pickle, s gherkin.Step) []string {
	return slices.Concat(p.warnings[keyOfStep(pickle, s)], p.meantNamespaces(pickle, s), gherkin.LeftOpen(pickle, s))
}

// Foresee adds to a scenario that has not been run what it will be warned of.
func (p *Plan) Foresee(pickle *gherkin.Pickle, s *report.Scenario) {
	for i, each := range pickle.Steps {
		for _, text := range p.doubts(pickle, each) {
			s.Warn(s.Steps[i], text)
		}
	}
}

// Warn warns of them as the step begins.
func (p *Plan) Warn(w *world.World, pickle *gherkin.Pickle, s gherkin.Step) {
	for _, text := range p.doubts(pickle, s) {
		w.Warn("%s", text)
	}
}
