package plan

import (
	"fmt"
	"io/fs"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
)

// One is the plan of a single scenario, checked without a cluster.
func One(feature *gherkin.Feature, pickle *gherkin.Pickle, fsys fs.FS) (*Plan, error) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("build the step catalogue: %w", err)
	}
	feature.Pickles = []*gherkin.Pickle{pickle}
	features := []*gherkin.Feature{feature}
	gherkin.Bind(features, catalogue, fsys)
	if problems := gherkin.Problems(gherkin.Lint(features, catalogue)); len(problems) > 0 {
		return nil, fmt.Errorf("%w\n%s; nothing was replayed", problems, problemCount(len(problems)))
	}
	return &Plan{Catalogue: catalogue, FS: fsys, Pickles: feature.Pickles, scenarios: scenariosOf(features)}, nil
}
