package plan

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// Pickle returns the scenario with an ID.
func (p *Plan) Pickle(id string) (*gherkin.Pickle, error) {
	for _, pickle := range p.Pickles {
		if pickle.ID == id {
			return pickle, nil
		}
	}
	for pickle, about := range p.scenarios {
		if pickle.ID == id && about.SetUp != nil {
			return pickle, nil
		}
	}
	return nil, fmt.Errorf("no scenario has the ID %s", id)
}
