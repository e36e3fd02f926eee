package plan

import (
	"errors"
	"path"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// setUpFeature returns the set-up as a feature whose steps have the line numbers of the entries; nil without a set-up.
func setUpFeature(o Options) (*gherkin.Feature, *world.SetUp, gherkin.Problems) {
	s := o.SetUp
	if s == nil || len(s.Entries) == 0 {
		return nil, nil, nil
	}
	written, err := setup.Write(o.FS, path.Dir(s.File), s.Entries)
	if err != nil {
		line := 0
		if at, is := errors.AsType[*setup.Error](err); is {
			line = at.Line
		}
		return nil, nil, gherkin.Problems{{URI: s.File, Line: line, Message: "set-up: " + err.Error(), Rule: rules.Value}}
	}
	f, err := gherkin.Parse(s.File, []byte(written.Text))
	if err != nil {
		return nil, nil, gherkin.Problems{{URI: s.File, Message: "set-up: " + err.Error(), Rule: rules.Syntax}}
	}
	for _, pickle := range f.Pickles {
		pickle.Line = s.Entries[0].Line
		for i := range pickle.Steps {
			pickle.Steps[i].Line = written.Lines[i]
			if below := pickle.Steps[i].Argument.DocString; below != nil {
				below.Line = written.Lines[i]
			}
		}
	}
	return f, &world.SetUp{ID: s.ID, Namespaces: written.Namespaces, Withins: written.Withins, Keep: s.Keep, Changes: s.Changes, AllowIn: s.AllowIn}, nil
}

// Everything returns the scenarios, preceded by the set-up if there is one.
func (p *Plan) Everything() []*gherkin.Pickle {
	if p.SetUp == nil {
		return p.Pickles
	}
	return append([]*gherkin.Pickle{p.SetUp}, p.Pickles...)
}

// setUpObjects returns the objects that the set-up creates.
func (p *Plan) setUpObjects() []*unstructured.Unstructured {
	if p.SetUp == nil {
		return nil
	}
	return p.ScenarioOf(p.SetUp).Objects
}

// SetUpObjects returns the objects that the set-up creates.
func (in *Inspection) SetUpObjects() []*unstructured.Unstructured { return in.plan.setUpObjects() }

// definedBySetUp returns the set-up's manifests that define kinds, which all scenarios can use.
func (p *Plan) definedBySetUp() []ManifestUse {
	if p.SetUp == nil {
		return nil
	}
	return ManifestsOf(p.SetUp)
}

// mayChange returns the objects that a scenario may change: its own and, if permitted, those of the set-up.
func (p *Plan) mayChange(pickle *gherkin.Pickle) []*unstructured.Unstructured {
	own := p.ScenarioOf(pickle)
	if s := p.SetUp; s != nil && (own.SetUp != nil || p.ScenarioOf(s).SetUp.Changes) {
		return slices.Concat(own.Objects, p.setUpObjects())
	}
	return own.Objects
}

// SetUpOf returns the set-up for a group of scenarios, and its entry in the result. Each group has its own.
func (p *Plan) SetUpOf(g Group) (*gherkin.Pickle, *report.Scenario) {
	pickle := *p.SetUp
	if g.Topology != "" {
		pickle.ID += "@" + g.Topology
		pickle.Name += " of topology " + g.Topology
	}
	p.scenarios[&pickle] = p.scenarios[p.SetUp]
	return &pickle, scenarioResult(&pickle)
}
