package plan

import (
	"errors"
	"slices"

	"github.com/gherkind/gherkind/internal/fileerror"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/steps"
)

// unrenderable finds charts that cannot be rendered with the values of their steps, and rendered documents that are not objects.
func unrenderable(features []*gherkin.Feature) gherkin.Problems {
	var problems gherkin.Problems
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for _, s := range pickle.Steps {
				problem := unrendered(pickle.URI, s)
				if problem != nil && !slices.Contains(problems, *problem) { // each scenario has the steps of the background
					problems = append(problems, *problem)
				}
			}
		}
	}
	return problems
}

func unrendered(uri string, s gherkin.Step) *gherkin.Problem {
	match, err := s.Match()
	if err != nil {
		return nil // reported by gherkin.Lint
	}
	use, is := steps.ChartOf(match)
	if !is {
		return nil
	}
	if _, err = use.Planned(); err == nil {
		return nil
	}
	problem := &gherkin.Problem{URI: uri, Line: s.Line, Message: err.Error(), Rule: rules.Value}
	if wrong, is := errors.AsType[*fileerror.Error](err); is {
		problem.Cause.URI, problem.Cause.Line, problem.Cause.Message = wrong.Place()
	}
	return problem
}

// ChartsOf returns the charts that the steps of a scenario install.
func ChartsOf(pickle *gherkin.Pickle) []release.Use {
	var uses []release.Use
	for _, s := range pickle.Steps {
		match, err := s.Match()
		if err != nil {
			continue
		}
		if use, is := steps.ChartOf(match); is {
			uses = append(uses, use)
		}
	}
	return uses
}
