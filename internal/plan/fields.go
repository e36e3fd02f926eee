package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
)

// unsure is a field about which only a cluster can tell whether its version has it.
type unsure struct {
	problem gherkin.Problem
	field   kube.Unknown
	step    stepKey
	known   bool // the field exists in the Kubernetes version that gherkind is built with
}

// malformed finds values in manifests that the API server will reject, unless that is what the step expects, and fields in steps
// that do not exist in their kind. A cluster of another version may have other fields: only that cluster can tell, see
// checkFields.
func malformed(features []*gherkin.Feature, other bool) (gherkin.Problems, []unsure) {
	m := malformations{other: other, known: map[gherkin.Problem]bool{}}
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for _, s := range pickle.Steps {
				m.add(pickle, s)
			}
		}
	}
	return m.problems, m.doubts
}

// malformations collects problems.
type malformations struct {
	other    bool // the cluster may have another version
	problems gherkin.Problems
	doubts   []unsure
	known    map[gherkin.Problem]bool // each scenario has the steps of the background
}

func (m *malformations) add(pickle *gherkin.Pickle, s gherkin.Step) {
	for _, fault := range faults(s) {
		problem := problemOf(pickle.URI, s, fault)
		switch {
		case m.known[problem]:
		case m.other && fault.Unknown != nil:
			m.doubts = append(m.doubts, unsure{problem: problem, field: *fault.Unknown, step: keyOfStep(pickle, s)})
		default:
			m.problems = append(m.problems, problem)
		}
		m.known[problem] = true
	}
	for _, doubt := range newer(pickle, s) {
		if m.other && !m.known[doubt.problem] {
			m.doubts = append(m.doubts, doubt)
		}
		m.known[doubt.problem] = true
	}
}

// faults returns the problems of the manifests that a step applies, and of the fields that it names.
func faults(s gherkin.Step) []kube.Fault {
	match, err := s.Match()
	if err != nil {
		return nil // a missing definition is reported by gherkin.Lint
	}
	if steps.WantsRefusal(match.Match) {
		return nil
	}
	faults := steps.FieldsOf(match).Faults
	for _, m := range steps.ManifestsOf(match) {
		faults = append(faults, m.Faults()...)
	}
	return faults
}

// newer returns the fields of a step that an older version may not have. Manifests are not checked: the API server rejects
// unknown fields in them.
func newer(pickle *gherkin.Pickle, s gherkin.Step) []unsure {
	match, err := s.Match()
	if err != nil {
		return nil // a missing definition is reported by gherkin.Lint
	}
	var doubts []unsure
	for _, field := range steps.FieldsOf(match).Known {
		text := fmt.Sprintf("%s is not a field of %s in %s", strings.Join(field.Path, "."), field.Kind.Kind, field.Kind.GroupVersion())
		problem := gherkin.Problem{URI: pickle.URI, Line: s.Line, Message: text, Rule: rules.Field}
		doubts = append(doubts, unsure{problem, field, keyOfStep(pickle, s), true})
	}
	return doubts
}

func problemOf(uri string, s gherkin.Step, fault kube.Fault) gherkin.Problem {
	rule := rules.FieldValue
	if fault.Unknown != nil {
		rule = rules.Field
	}
	switch fault.Path {
	case "": // in the text of the step
		return gherkin.Problem{URI: uri, Line: s.Line, Message: fault.Msg, Rule: rule}
	case uri: // in the doc string below the step
		return gherkin.Problem{URI: uri, Line: fault.Line, Message: fault.Msg, Rule: rule}
	}
	return gherkin.Problem{URI: uri, Line: s.Line, Message: fault.Error(), Rule: rule,
		Cause: gherkin.Cause{URI: fault.Path, Line: fault.Line, Message: fault.Msg}}
}

// checkFields asks a cluster of this version about the fields. If the cluster does not describe a kind, the step gets a warning.
func (p *Plan) checkFields(ctx context.Context, client *kube.Client, version string) error {
	var problems gherkin.Problems
	other := differs(version)
	for _, one := range p.unsure {
		if one.known {
			if !other {
				continue
			}
			one.problem.Message += fmt.Sprintf(" in Kubernetes %s, which the cluster has: tag the scenario with @kubernetes: and the versions that have it", version)
		}
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

// differs reports whether the version of the cluster may have other fields than the version that gherkind is built with.
func differs(version string) bool {
	minor, ok := kubeversion.Of(version)
	return !ok || minor.String() != cluster.DefaultKubernetes()
}
