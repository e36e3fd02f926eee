package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/world"
)

// misnamed finds $(namespace:NAME) if no manifest of the scenario has that namespace.
func misnamed(features []*gherkin.Feature, scenarios map[*gherkin.Pickle]world.Scenario) gherkin.Problems {
	var problems gherkin.Problems
	for _, f := range features {
		for _, pickle := range f.Pickles {
			aliases := aliasesOf(scenarios[pickle].Objects)
			for _, s := range pickle.Steps {
				for _, problem := range misnamedIn(pickle, s, aliases) {
					if !slices.Contains(problems, problem) { // each scenario has the steps of the background
						problems = append(problems, problem)
					}
				}
			}
		}
	}
	return problems
}

func misnamedIn(pickle *gherkin.Pickle, s gherkin.Step, aliases map[string]bool) gherkin.Problems {
	var problems gherkin.Problems
	note := func(line int, where string, all []kube.Spoken) {
		for _, one := range all {
			if one.Alias != "" && !aliases[one.Alias] {
				problem := gherkin.Problem{URI: pickle.URI, Line: line + one.Line, Message: noNamespace(one.Alias, aliases),
					Rule: rules.Namespace, Piece: "$(namespace:" + one.Alias + ")"}
				if where != "" {
					problem.Line, problem.Cause = line, gherkin.Cause{URI: where, Line: one.Line, Message: problem.Message}
					problem.Message = fmt.Sprintf("%s:%d: %s", where, one.Line, problem.Message)
				}
				problems = append(problems, problem)
			}
		}
	}
	note(s.Line, "", kube.SpokenIn(s.Text))
	if doc := s.Argument.DocString; doc != nil {
		note(doc.Line+1, "", kube.SpokenIn(doc.Text))
	}
	for _, m := range ManifestsOfStep(s) {
		if m.Path != pickle.URI { // otherwise it is inline below the step
			note(s.Line, m.Path, m.Spoken())
		}
	}
	return problems
}

func noNamespace(alias string, aliases map[string]bool) string {
	known := slices.Sorted(maps.Keys(aliases))
	text := fmt.Sprintf("$(namespace:%s): no manifest of the scenario has the namespace %q", alias, alias)
	switch near := words.Nearest(alias, known); {
	case near != "":
		return text + fmt.Sprintf(": did you mean $(namespace:%s)?", near)
	case len(known) == 0:
		return text + "; $(namespace:) is that of the manifests that name none"
	}
	return text + "; there is " + strings.Join(known, ", ")
}

// aliasesOf returns the namespaces that a scenario's manifests use or define.
func aliasesOf(objects []*unstructured.Unstructured) map[string]bool {
	aliases := map[string]bool{}
	for _, obj := range objects {
		if alias := obj.GetNamespace(); alias != "" {
			aliases[alias] = true
		}
		if (kube.Document{Object: obj}).DeclaresNamespace() {
			aliases[obj.GetName()] = true
		}
	}
	return aliases
}

// meantNamespaces returns warnings for texts that seem to refer to a namespace by its name in the manifest instead of its real
// name.
func (p *Plan) meantNamespaces(pickle *gherkin.Pickle, s gherkin.Step) []string {
	aliases := aliasesOf(p.ScenarioOf(pickle).Objects)
	own := func(alias string) bool { return aliases[alias] }
	var texts []string
	for _, alias := range kube.MeantIn(s.Text, own) {
		texts = append(texts, "the step speaks of "+kube.StaysAsItIs(alias))
	}
	for _, m := range ManifestsOfStep(s) {
		for _, found := range m.Meant(own) {
			texts = append(texts, found.Error())
		}
	}
	return texts
}
