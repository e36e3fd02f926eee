package plan

import (
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

// ScenarioOf returns the name of a scenario, and everything that its text refers to. The result is shared and must not be
// changed.
func (p *Plan) ScenarioOf(pickle *gherkin.Pickle) world.Scenario { return p.scenarios[pickle] }

// scenariosOf returns the scenarios for all pickles of the features.
func scenariosOf(features []*gherkin.Feature) map[*gherkin.Pickle]world.Scenario {
	all := map[*gherkin.Pickle]world.Scenario{}
	for _, f := range features {
		for _, pickle := range f.Pickles {
			all[pickle] = scenarioOf(pickle)
		}
	}
	return all
}

func scenarioOf(pickle *gherkin.Pickle) world.Scenario {
	s := world.Scenario{Name: pickle.Name, URI: pickle.URI, Line: pickle.Line, Tags: pickle.Tags, Said: map[string][]string{}}
	for _, use := range ManifestsOf(pickle) {
		for _, doc := range use.Manifest.Docs {
			s.Objects = append(s.Objects, doc.Object)
		}
	}
	acted := false
	s.LastAsk = -1
	s.Acts, s.Passing = make([]bool, len(pickle.Steps)), make([]map[string]bool, len(pickle.Steps))
	for i, each := range pickle.Steps {
		match, err := each.Match()
		if err != nil {
			continue
		}
		if use, is := steps.ChartOf(match); is {
			s.Charts = append(s.Charts, chartOf(use))
		}
		s.Acts[i] = match.Def.Acts || match.HasEffect()
		if steps.AsksNetwork(match.Match) {
			s.LastAsk = i
		}
		s.Said[each.Text] = steps.SaidIn(match)
		s.Passing[i] = map[string]bool{each.Text: acted}
		acted = match.OnlyActs() || match.HasEffect() || acted && !match.TakesTime()
	}
	return s
}

// chartOf returns a chart with its objects, which belong to the scenario.
func chartOf(use release.Use) world.Chart {
	c := world.Chart{Use: use}
	if set, err := use.Planned(); err == nil && set != nil {
		for _, m := range set.All() {
			for _, doc := range m.Docs {
				c.Objects = append(c.Objects, doc.Object)
			}
		}
	}
	return c
}
