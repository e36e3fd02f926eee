package plan

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// Pickle is a scenario as it is written.
func (p *Plan) Pickle(id string) (*gherkin.Pickle, error) {
	for _, pickle := range p.Pickles {
		if pickle.ID == id {
			return pickle, nil
		}
	}
	return nil, fmt.Errorf("no scenario has the ID %s", id)
}
