package scenarios

import (
	"io/fs"

	"github.com/gherkind/gherkind/scenarios/gherkin"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// malformed finds values in manifests that the API server will refuse, unless a step wants just that.
func malformed(features []*gherkin.Feature, catalogue *step.Catalogue, files fs.FS) gherkin.Problems {
	p := &plan{catalogue: catalogue, fs: files}
	var problems gherkin.Problems
	told := map[gherkin.Problem]bool{} // a step of a background is in every scenario
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for _, s := range pickle.Steps {
				for _, problem := range p.faults(pickle, s) {
					if !told[problem] {
						told[problem] = true
						problems = append(problems, problem)
					}
				}
			}
		}
	}
	return problems
}

// faults are those of the manifests that a step applies.
func (p *plan) faults(pickle *gherkin.Pickle, s gherkin.Step) gherkin.Problems {
	match, err := p.catalogue.Match(s.Text, s.Argument.Kind())
	if err != nil {
		return nil //nolint:nilerr // lint has said that no definition matches
	}
	if steps.WantsRefusal(match) {
		return nil
	}
	var problems gherkin.Problems
	for _, m := range p.manifestsOfStep(pickle, s) {
		for _, fault := range m.Faults() {
			problem := gherkin.Problem{URI: pickle.URI, Line: s.Line, Message: fault.Error()}
			if m.Path == pickle.URI { // it stands in the feature itself
				problem.Line, problem.Message = fault.Line, fault.Msg
			}
			problems = append(problems, problem)
		}
	}
	return problems
}
