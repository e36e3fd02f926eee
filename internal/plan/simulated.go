package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// badNodeCounts finds tags for simulated nodes without a valid number, each once per feature.
func badNodeCounts(features []*gherkin.Feature) gherkin.Problems {
	var problems gherkin.Problems
	for _, f := range features {
		var told []string
		for _, p := range f.Pickles {
			for _, text := range tags.Values(p.Tags, tags.SimulatedNodes) {
				count, err := strconv.Atoi(text)
				if err == nil && count >= 1 && count <= simulated.Most && strconv.Itoa(count) == text || slices.Contains(told, text) {
					continue
				}
				told = append(told, text)
				tag := tags.SimulatedNodes + text
				problems = append(problems, gherkin.Problem{
					URI: f.URI, Line: f.TagLine(tag), Rule: rules.Tag, Piece: tag,
					Message:    fmt.Sprintf("%s: %q is no number of nodes", tag, text),
					Suggestion: fmt.Sprintf("write a number from 1 to %d, such as %s100", simulated.Most, tags.SimulatedNodes),
				})
			}
		}
	}
	return problems
}

// containerless finds, in scenarios with simulated nodes, steps that need a real container or machine. It is unknown before the
// run on which node a pod will be scheduled, so such steps are refused for all pods of these scenarios.
func containerless(features []*gherkin.Feature, catalogue *step.Catalogue) gherkin.Problems {
	var problems gherkin.Problems
	readers := logReaders(catalogue)
	for _, f := range features {
		for _, p := range f.Pickles {
			if tags.Simulated(p.Tags) == 0 {
				continue
			}
			for _, s := range p.Steps {
				message := wantsReal(s, readers)
				problem := gherkin.Problem{URI: p.URI, Line: s.Line, Message: message, Rule: rules.Tag, Piece: s.Text,
					Suggestion: "move the step to a scenario without " + strings.TrimSuffix(tags.SimulatedNodes, ":")}
				if message != "" && !slices.Contains(problems, problem) {
					problems = append(problems, problem)
				}
			}
		}
	}
	return problems
}

// wantsReal says why a step cannot be used in a scenario with simulated nodes; "" if it can.
func wantsReal(s gherkin.Step, readers map[string]bool) string {
	match, err := s.Match()
	switch {
	case err != nil: // reported by gherkin.Lint
		return ""
	case needsContainer(match.Match) || readers[match.Def.Name]:
		return "the step asks a container, and the pods on simulated nodes have none: only scheduling and the API can be judged with them"
	case match.Def.Reach == step.ReachMachines && (len(nodesOf(s)) == 0 || slices.ContainsFunc(nodesOf(s), simulated.Is)):
		return "the step asks a machine, and simulated nodes have none: only scheduling and the API can be judged with them"
	}
	return ""
}

// needsContainer reports whether a step runs a command in a container, or sends requests to it.
func needsContainer(m *step.Match) bool {
	return steps.AsksNetwork(m) ||
		slices.ContainsFunc(m.Def.Rights, func(r step.Right) bool { return r.Resource == "pods/exec" || r.Resource == "pods/portforward" })
}

// logReaders returns the names of the steps that read container logs.
func logReaders(catalogue *step.Catalogue) map[string]bool {
	names := map[string]bool{}
	for _, group := range catalogue.Groups() {
		if group.Name != "log" {
			continue
		}
		for _, def := range group.Defs {
			names[def.Name] = true
		}
	}
	return names
}
