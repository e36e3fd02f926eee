package gherkin

import (
	"fmt"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/steps/step"
)

// index finds the nodes of a syntax tree by their ids.
type index struct {
	scenarios map[string]*messages.Scenario
	rules     map[string]string // scenario id → name of its rule
	rows      map[string]*messages.TableRow
	steps     map[string]*messages.Step
}

func newIndex(f *messages.Feature) index {
	x := index{
		scenarios: map[string]*messages.Scenario{}, rules: map[string]string{},
		rows: map[string]*messages.TableRow{}, steps: map[string]*messages.Step{},
	}
	for _, c := range f.Children {
		x.add(c.Background, c.Scenario)
		if c.Rule == nil {
			continue
		}
		for _, rc := range c.Rule.Children {
			x.add(rc.Background, rc.Scenario)
			if rc.Scenario != nil {
				x.rules[rc.Scenario.Id] = c.Rule.Name
			}
		}
	}
	return x
}

func (x index) add(b *messages.Background, s *messages.Scenario) {
	if b != nil {
		x.addSteps(b.Steps)
	}
	if s == nil {
		return
	}
	x.scenarios[s.Id] = s
	x.addSteps(s.Steps)
	for _, ex := range s.Examples {
		for _, row := range ex.TableBody {
			x.rows[row.Id] = row
		}
	}
}

func (x index) addSteps(steps []*messages.Step) {
	for _, s := range steps {
		x.steps[s.Id] = s
	}
}

// pickles converts all pickles of the feature.
func (f *Feature) pickles() []*Pickle {
	x := newIndex(f.Document.Feature)
	names := map[string]int{} // how many rows of an outline have the same name
	for _, p := range f.all {
		names[p.AstNodeIds[0]+p.Name]++
	}
	rows := map[string]int{}
	out := make([]*Pickle, len(f.all))
	for i, p := range f.all {
		id := p.AstNodeIds[0]
		rows[id]++
		out[i] = f.pickle(x, p)
		if names[id+p.Name] > 1 {
			out[i].Name += fmt.Sprintf(" #%d", rows[id])
		}
	}
	return out
}

func (f *Feature) pickle(x index, p *messages.Pickle) *Pickle {
	scenario := x.scenarios[p.AstNodeIds[0]]
	line := int(scenario.Location.Line)
	out := &Pickle{
		ID: fmt.Sprintf("%s:%d", f.URI, line), Feature: f, Rule: x.rules[scenario.Id], Name: p.Name,
		URI: f.URI, Line: line, ScenarioLine: line, Godog: p,
	}
	if len(p.AstNodeIds) > 1 {
		out.Line = int(x.rows[p.AstNodeIds[1]].Location.Line)
		out.ID += fmt.Sprintf(":%d", out.Line)
	}
	for _, t := range p.Tags {
		if !slices.Contains(out.Tags, t.Name) {
			out.Tags = append(out.Tags, t.Name)
		}
	}
	for _, s := range p.Steps {
		written := x.steps[s.AstNodeIds[0]]
		out.Steps = append(out.Steps, Step{
			Keyword: strings.TrimSpace(written.Keyword), Role: roles[s.Type], Text: s.Text,
			Line: int(written.Location.Line), Argument: argument(s.Argument, written),
		})
	}
	return out
}

// roles are the roles that the parser finds by the keywords of any language.
var roles = map[messages.PickleStepType]step.Role{
	messages.PickleStepType_CONTEXT: step.RoleGiven,
	messages.PickleStepType_ACTION:  step.RoleWhen,
	messages.PickleStepType_OUTCOME: step.RoleThen,
}

// argument takes the values from the pickle and the line, which a pickle does not have, from the syntax tree.
func argument(a *messages.PickleStepArgument, written *messages.Step) step.Argument {
	switch {
	case a == nil:
		return step.Argument{}
	case a.DocString != nil:
		return step.Argument{DocString: &step.DocString{
			MediaType: strings.TrimSpace(a.DocString.MediaType),
			Text:      a.DocString.Content, Line: int(written.DocString.Location.Line),
		}}
	default:
		t := &step.Table{}
		for _, row := range a.DataTable.Rows {
			var cells []string
			for _, c := range row.Cells {
				cells = append(cells, c.Value)
			}
			t.Rows = append(t.Rows, cells)
		}
		return step.Argument{Table: t}
	}
}
