package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/steps"
)

// unsure is a field that is not known here. A cluster of another version may have it.
type unsure struct {
	problem gherkin.Problem
	field   kube.Unknown
	step    stepKey
}

// malformed finds values in manifests that the API server will refuse, unless a step wants just that, and fields in steps
// that their kinds have not. A cluster that is not the run's own may be of another version: whether it has the fields that
// are not known here, only it can say, see checkFields.
func malformed(features []*gherkin.Feature, foreign bool) (gherkin.Problems, []unsure) {
	var problems gherkin.Problems
	var doubts []unsure
	told := map[gherkin.Problem]bool{} // a step of a background is in every scenario
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for _, s := range pickle.Steps {
				for _, fault := range faults(s) {
					problem := problemOf(pickle.URI, s, fault)
					switch {
					case told[problem]:
					case foreign && fault.Unknown != nil:
						doubts = append(doubts, unsure{problem, *fault.Unknown, keyOfStep(pickle, s)})
					default:
						problems = append(problems, problem)
					}
					told[problem] = true
				}
			}
		}
	}
	return problems, doubts
}

// faults are those of the manifests that a step applies, and of the fields that it speaks of.
func faults(s gherkin.Step) []kube.Fault {
	match, err := s.Match()
	if err != nil {
		return nil // lint has said that no definition matches
	}
	if steps.WantsRefusal(match.Match) {
		return nil
	}
	faults := steps.FieldFaults(match)
	for _, m := range steps.ManifestsOf(match) {
		faults = append(faults, m.Faults()...)
	}
	return faults
}

func problemOf(uri string, s gherkin.Step, fault kube.Fault) gherkin.Problem {
	rule := rules.FieldValue
	if fault.Unknown != nil {
		rule = rules.Field
	}
	switch fault.Path {
	case "": // it stands in the step
		return gherkin.Problem{URI: uri, Line: s.Line, Message: fault.Msg, Rule: rule}
	case uri: // it stands in the feature, below the step
		return gherkin.Problem{URI: uri, Line: fault.Line, Message: fault.Msg, Rule: rule}
	}
	return gherkin.Problem{URI: uri, Line: s.Line, Message: fault.Error(), Rule: rule,
		Cause: gherkin.Cause{URI: fault.Path, Line: fault.Line, Message: fault.Msg}}
}

// checkFields asks the cluster about the fields that are not known here. Where it does not say, the step warns.
func (p *Plan) checkFields(ctx context.Context, client *kube.Client) error {
	var problems gherkin.Problems
	for _, one := range p.unsure {
		known, err := client.Knows(ctx, one.field)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			p.warn(one.step, fmt.Sprintf("%s (and the cluster did not say whether it has one: %v)", one.problem.Message, err))
		case !known && !slices.Contains(problems, one.problem):
			problems = append(problems, one.problem)
		}
	}
	return refused(problems)
}
