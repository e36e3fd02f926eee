package plan

import (
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// stepKey identifies a step with its values, which differ for each row of Examples.
type stepKey struct {
	uri  string
	line int
	text string
}

func keyOfStep(pickle *gherkin.Pickle, s gherkin.Step) stepKey {
	return stepKey{pickle.URI, s.Line, s.Text}
}

// warn records a warning for a step, which is given when the step runs.
func (p *Plan) warn(step stepKey, text string) {
	if p.warnings == nil {
		p.warnings = map[stepKey][]string{}
	}
	p.warnings[step] = append(p.warnings[step], text)
}

// doubts returns the warnings about a step that are known before it runs.
func (p *Plan) doubts(pickle *gherkin.Pickle, s gherkin.Step) []string {
	return slices.Concat(p.warnings[keyOfStep(pickle, s)], p.meantNamespaces(pickle, s), gherkin.LeftOpen(pickle, s))
}

// Foresee adds these warnings to the result of a scenario that has not run.
func (p *Plan) Foresee(pickle *gherkin.Pickle, s *report.Scenario) {
	for i, each := range pickle.Steps {
		for _, text := range p.doubts(pickle, each) {
			s.Warn(s.Steps[i], text)
		}
	}
}

// Warn gives these warnings when the step starts.
func (p *Plan) Warn(w *world.World, pickle *gherkin.Pickle, s gherkin.Step) {
	for _, text := range p.doubts(pickle, s) {
		w.Warn("%s", text)
	}
}
