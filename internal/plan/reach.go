package plan

import (
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/step"
)

// CheckReach finds, before anything is asked of an external cluster, the steps that would change its nodes
// or work on its machines. Scenarios that cannot run there anyway are left out: they are skipped.
func (p *Plan) CheckReach(groups []Group, connected *cluster.Cluster, nodeChanges bool) error {
	var problems gherkin.Problems
	for _, g := range groups {
		theirs := g.Foreign || g.Served(connected) && !connected.Ours
		if !theirs || g.Possible() != nil {
			continue
		}
		for _, pickle := range g.Pickles {
			for _, s := range pickle.Steps {
				message := reaches(s, nodeChanges)
				problem := gherkin.Problem{URI: pickle.URI, Line: s.Line, Message: message}
				if message != "" && !slices.Contains(problems, problem) {
					problems = append(problems, problem)
				}
			}
		}
	}
	return refused(problems)
}

// reaches says why a step cannot run on an external cluster, "" when it can.
func reaches(s gherkin.Step, nodes bool) string {
	match, err := s.Match()
	switch {
	case err != nil: // lint has said so
		return ""
	case match.Def.Reach == step.ReachMachines:
		return "the step works on a machine of the cluster, which gherkind reaches on clusters of its own only: leave the scenario out with --tags"
	case match.Def.Reach == step.ReachNodes && !nodes:
		return "the step changes a node of an external cluster: run with --allow-node-changes to permit it, or leave the scenario out with --tags"
	}
	return ""
}
