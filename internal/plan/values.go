package plan

import (
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
)

// valueless finds undefined values in the manifests of scenarios. gherkin.Lint has checked the text of the steps and inline manifests.
func valueless(features []*gherkin.Feature) gherkin.Problems {
	var problems gherkin.Problems
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for i := range pickle.Steps {
				for _, problem := range valuelessIn(pickle, i) {
					if !slices.Contains(problems, problem) { // each scenario has the steps of the background
						problems = append(problems, problem)
					}
				}
			}
		}
	}
	return problems
}

func valuelessIn(pickle *gherkin.Pickle, i int) gherkin.Problems {
	var problems gherkin.Problems
	s := pickle.Steps[i]
	note := func(uri string, line int, message string) {
		problem := gherkin.Problem{URI: pickle.URI, Line: line, Message: message, Rule: rules.Value}
		if uri != pickle.URI {
			problem.Line, problem.Message = s.Line, fmt.Sprintf("%s:%d: %s", uri, line, message)
			problem.Cause = gherkin.Cause{URI: uri, Line: line, Message: message}
		}
		problems = append(problems, problem)
	}
	for _, m := range ManifestsOfStep(s) {
		if m.Path != pickle.URI {
			for _, asked := range m.Asks() {
				if message := s.Given.Lacks(pickle, i, asked.Name); message != "" {
					note(m.Path, asked.Line, message)
				}
			}
		}
		if unsure := m.UnsureIdentity(); unsure != nil && len(problems) == 0 {
			note(unsure.Path, unsure.Line, unsure.Msg)
		}
	}
	return problems
}
