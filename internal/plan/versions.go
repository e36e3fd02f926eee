package plan

import (
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
)

// badVersions finds tags with an invalid range of versions, each once per feature.
func badVersions(features []*gherkin.Feature) gherkin.Problems {
	var problems gherkin.Problems
	for _, f := range features {
		var told []string
		for _, p := range f.Pickles {
			for _, text := range tags.Values(p.Tags, tags.Kubernetes) {
				_, err := kubeversion.ParseRange(text)
				if err == nil || slices.Contains(told, text) {
					continue
				}
				told = append(told, text)
				problems = append(problems, gherkin.Problem{URI: f.URI, Line: f.TagLine(tags.Kubernetes + text), Message: tags.Kubernetes + text + ": " + err.Error(),
					Rule: rules.Tag, Piece: tags.Kubernetes + text})
			}
		}
	}
	return problems
}

// Unfit says why a scenario with these tags is skipped on a cluster of a version; "" if it is not. If the version of the cluster
// cannot be parsed, the result is undecided, and the cluster is at fault.
func Unfit(own []string, version string) (report.Status, string) {
	wants := tags.Values(own, tags.Kubernetes)
	if len(wants) == 0 {
		return "", ""
	}
	has, ok := kubeversion.Of(version)
	if !ok {
		return report.Failed, fmt.Sprintf("the scenario requires a version of Kubernetes (%s%s), and the cluster reports version %q", tags.Kubernetes, wants[0], version)
	}
	for _, text := range wants {
		if r, err := kubeversion.ParseRange(text); err != nil || !r.Has(has) { // no error is possible: the plan has been checked
			return report.Skipped, fmt.Sprintf("for Kubernetes %s (%s%s), and the cluster has %s", r, tags.Kubernetes, text, version)
		}
	}
	return "", ""
}

// Fitting returns the plan without the scenarios that are skipped on a cluster of that version. It shares its warnings with the
// whole plan.
func (p *Plan) Fitting(version string) *Plan {
	some := *p
	some.Pickles = slices.DeleteFunc(slices.Clone(p.Pickles), func(one *gherkin.Pickle) bool {
		_, why := Unfit(one.Tags, version)
		return why != ""
	})
	some.unsure = slices.DeleteFunc(slices.Clone(p.unsure), func(one unsure) bool {
		return !slices.ContainsFunc(some.Everything(), func(p *gherkin.Pickle) bool { return hasStep(p, one.step) })
	})
	return &some
}

func hasStep(p *gherkin.Pickle, key stepKey) bool {
	return slices.ContainsFunc(p.Steps, func(s gherkin.Step) bool { return keyOfStep(p, s) == key })
}
