package plan

import (
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
)

// AsksOutside reports whether scenarios send requests to the cluster from outside.
func (p *Plan) AsksOutside(pickles []*gherkin.Pickle) bool {
	for _, pickle := range pickles {
		for _, s := range pickle.Steps {
			if match, err := s.Match(); err == nil && steps.AsksOutside(match.Match) {
				return true
			}
		}
	}
	return false
}
