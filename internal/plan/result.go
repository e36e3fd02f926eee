package plan

import (
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Result returns the result before the run: all scenarios in the order of the features, their files, and the steps that they may
// use.
func (p *Plan) Result() (*report.Run, map[*gherkin.Pickle]*report.Scenario) {
	result, models := &report.Run{Shard: p.shard}, map[*gherkin.Pickle]*report.Scenario{}
	known := map[string]bool{}
	for _, pickle := range p.Pickles {
		model := scenarioResult(pickle)
		models[pickle] = model
		result.Scenarios = append(result.Scenarios, model)
		if !known[pickle.URI] {
			known[pickle.URI] = true
			result.Features = append(result.Features, report.Feature{URI: pickle.URI, Text: string(pickle.Feature.Source)})
		}
	}
	for _, g := range p.Catalogue.Groups() {
		for _, def := range g.Defs {
			result.Definitions = append(result.Definitions, report.Definition{Name: def.Name, Pattern: def.Pattern})
		}
	}
	return result, models
}

func scenarioResult(pickle *gherkin.Pickle) *report.Scenario {
	s := &report.Scenario{
		ID: pickle.ID, Feature: pickle.Feature.Name, Rule: pickle.Rule, Name: pickle.Name,
		URI: pickle.URI, Line: pickle.Line, Tags: pickle.Tags, Repetition: pickle.Repetition, Repetitions: pickle.Repetitions,
	}
	s.Name += s.Repeated()
	for _, step := range pickle.Steps {
		s.Steps = append(s.Steps, stepResult(step))
	}
	return s
}

func stepResult(s gherkin.Step) *report.Step {
	out := &report.Step{Keyword: s.Keyword, Text: s.Text, Line: s.Line, Argument: s.Argument.String()}
	match, err := s.Match()
	if err != nil {
		return out // the step will fail with this error
	}
	out.Definition = match.Def.Name
	for _, v := range match.Match.Values() {
		out.Values = append(out.Values, report.Value{Type: v.Type, Text: v.Text, Start: v.Start})
	}
	return out
}
