package plan

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// One returns the plan of a single scenario, checked without a cluster. Options that select scenarios are ignored.
func One(feature *gherkin.Feature, pickle *gherkin.Pickle, o Options) (*Plan, error) {
	catalogue, err := o.catalogue()
	if err != nil {
		return nil, err
	}
	feature.Pickles = []*gherkin.Pickle{pickle}
	features := []*gherkin.Feature{feature}
	gherkin.BindAt(features, catalogue, o.place())
	problems := gherkin.Problems(gherkin.Lint(features, catalogue))
	if problems = append(problems, valueless(features)...); len(problems) > 0 {
		return nil, fmt.Errorf("%w\n%s; nothing was replayed", problems, problemCount(len(problems)))
	}
	return &Plan{Catalogue: catalogue, FS: o.FS, Manifests: o.Manifests, Values: o.Values, Pickles: feature.Pickles, scenarios: scenariosOf(features)}, nil
}
