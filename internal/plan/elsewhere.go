package plan

import (
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// StaysHere says why a scenario cannot run in a pod of the cluster, but only in this process; "" if it can.
func (p *Plan) StaysHere(pickle *gherkin.Pickle) string {
	switch {
	case tags.TopologyOf(pickle.Tags) != "":
		return "it has a topology of its own"
	case tags.Simulated(pickle.Tags) > 0:
		return "it has simulated nodes, which no other scenario may see"
	case len(tags.AddOns(pickle.Tags)) > 0:
		return "it needs an add-on"
	case tags.Has(pickle.Tags, tags.Exclusive):
		return "nothing else may run on the cluster meanwhile"
	}
	for _, s := range pickle.Steps {
		if why := staysHere(s); why != "" {
			return why
		}
	}
	return ""
}

// staysHere says why a step can only be executed by this process.
func staysHere(s gherkin.Step) string {
	match, err := s.Match()
	switch {
	case err != nil: // reported by gherkin.Lint
		return ""
	case match.Def.Local:
		return "it runs commands on this machine"
	case match.Def.Reach == step.ReachMachines:
		return "it works on the machines of the cluster"
	case match.Def.Reach == step.ReachNodes:
		return "it changes nodes, on which the pods are"
	case steps.AsksOutside(match.Match):
		return "it sends requests from outside the cluster"
	case slices.ContainsFunc(steps.ManifestsOf(match), grants):
		return "it grants permissions, which runners do not have"
	}
	return ""
}

// grants reports whether a manifest has Roles or bindings. To apply them, a user needs the permissions that they grant.
func grants(m *kube.Manifest) bool {
	return slices.ContainsFunc(m.Docs, func(doc kube.Document) bool {
		return doc.Object.GroupVersionKind().Group == "rbac.authorization.k8s.io"
	})
}

// Order sorts the scenarios by the order of the IDs, and removes those without one. It returns IDs that no scenario has.
func (p *Plan) Order(ids []string) (unknown []string) {
	at := map[string]*gherkin.Pickle{}
	for _, pickle := range p.Pickles {
		at[pickle.ID] = pickle
	}
	p.Pickles = nil
	for _, id := range ids {
		if pickle := at[id]; pickle != nil {
			p.Pickles = append(p.Pickles, pickle)
		} else {
			unknown = append(unknown, id)
		}
	}
	return unknown
}

// Only returns a plan with some of the scenarios.
func (p *Plan) Only(wanted func(*gherkin.Pickle) bool) *Plan {
	part := *p
	part.Keep(wanted)
	return &part
}
