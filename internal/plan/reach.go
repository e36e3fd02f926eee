package plan

import (
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/step"
)

// Allowed says what scenarios may do beyond their own objects.
type Allowed struct {
	NodeChanges bool // to the nodes of an external cluster
	Commands    bool // on this machine
}

// CheckReach finds, before the cluster is used, the steps that run commands on this machine, and the steps that would change the
// nodes of an external cluster or need access to its machines. Scenarios that are skipped there anyway are left out.
func (p *Plan) CheckReach(groups []Group, connected *cluster.Cluster, allowed Allowed) error {
	var problems gherkin.Problems
	for _, g := range groups {
		theirs := g.Foreign || g.Served(connected) && !connected.Ours
		if g.Possible() != nil {
			continue
		}
		for _, pickle := range g.Pickles {
			for _, s := range pickle.Steps {
				message := reaches(s, theirs, allowed)
				problem := gherkin.Problem{URI: pickle.URI, Line: s.Line, Message: message}
				if message != "" && !slices.Contains(problems, problem) {
					problems = append(problems, problem)
				}
			}
		}
	}
	return refused(problems)
}

// reaches says why a step may not be executed; "" if it may.
func reaches(s gherkin.Step, theirs bool, allowed Allowed) string {
	match, err := s.Match()
	switch {
	case err != nil: // reported by gherkin.Lint
		return ""
	case match.Def.Local && !allowed.Commands:
		return "the step runs a command on this machine: run with --allow-commands to permit it, or leave the scenario out with --tags"
	case !theirs:
		return ""
	case match.Def.Reach == step.ReachMachines:
		return "the step works on a machine of the cluster, which is possible only on gherkind's own clusters: exclude the scenario with --tags"
	case match.Def.Reach == step.ReachNodes && !allowed.NodeChanges:
		return "the step changes a node of an external cluster: run with --allow-node-changes to permit it, or leave the scenario out with --tags"
	}
	return ""
}
