package plan

import (
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
)

// AsksOutside tells of scenarios that send requests to the cluster from outside.
func (p *Plan) AsksOutside(pickles []*gherkin.Pickle) bool {
	for _, pickle := range pickles {
		for _, s := range pickle.Steps {
			if match, err := p.Catalogue.Match(s.Text, s.Argument.Kind()); err == nil && steps.AsksOutside(match) {
				return true
			}
		}
	}
	return false
}
