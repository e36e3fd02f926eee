package plan

import (
	"errors"
	"slices"

	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// Inspection is the result of checking features without running them. It has both features and problems, while [Make] refuses
// features with problems.
type Inspection struct {
	Features []*gherkin.Feature
	Problems gherkin.Problems
	plan     *Plan
}

// Inspect loads and checks the features of the paths. It ignores tags.
func Inspect(o Options) (*Inspection, error) {
	features, p, problems, err := load(o)
	if err != nil {
		return nil, err
	}
	for _, f := range features {
		p.Pickles = append(p.Pickles, f.Pickles...)
	}
	in := &Inspection{Features: features, Problems: problems, plan: p}
	return in, in.checkNodes(o.Cluster)
}

// checkNodes finds nodes that the clusters will not have. Unknown topologies are reported elsewhere.
func (in *Inspection) checkNodes(own cluster.Options) error {
	groups := slices.DeleteFunc(in.plan.Groups(own), func(g Group) bool {
		return g.Topology != "" && !slices.Contains(topology.Names(), g.Topology)
	})
	err := in.plan.CheckShapes(groups, nil)
	var problems gherkin.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	in.Problems = append(in.Problems, problems...)
	return nil
}

// Doubt is a warning that a run would give when a step starts.
type Doubt struct{ Rule, Message string }

// Doubts returns the warnings that a run would give when the step starts.
func (in *Inspection) Doubts(pickle *gherkin.Pickle, s gherkin.Step) []Doubt {
	var all []Doubt
	for _, text := range in.plan.meantNamespaces(pickle, s) {
		all = append(all, Doubt{rules.NamespaceText, text})
	}
	for _, text := range gherkin.LeftOpen(pickle, s) {
		all = append(all, Doubt{rules.OpenColumn, text})
	}
	return all
}

// ScenarioOf returns the name of a scenario, and everything that its text refers to.
func (in *Inspection) ScenarioOf(pickle *gherkin.Pickle) world.Scenario {
	return in.plan.ScenarioOf(pickle)
}

// Fits reports whether a text matches a step.
func (in *Inspection) Fits(text string) bool { return in.plan.Catalogue.Fits(text) }
