package gherkin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/values"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
)

// Values are the values that a step of a scenario may use. They are immutable.
type Values struct {
	// Known values were given by the settings of the run or by an earlier step.
	Known map[string]string
	// Noted values become known when an earlier step runs.
	Noted []string
}

// with returns the values after a step.
func (v Values) with(p *step.Planned) Values {
	name := p.ValueName()
	switch {
	case name == "":
	case p.Def.Values == step.GivesValue:
		v.Known = maps.Clone(v.Known)
		if v.Known == nil {
			v.Known = map[string]string{}
		}
		v.Known[name] = p.ValueText()
		v.Noted = slices.DeleteFunc(slices.Clone(v.Noted), func(noted string) bool { return noted == name })
	case p.Def.Values == step.NotesValue:
		v.Known = maps.Clone(v.Known)
		delete(v.Known, name) // the last noted value counts
		v.Noted = append(slices.Clip(v.Noted), name)
	}
	return v
}

// fill fills the known values into a step and its argument.
func (v Values) fill(s *Step) {
	s.Text = values.Fill(s.Text, values.Quoted(values.Of(v.Known)))
	switch {
	case s.Argument.DocString != nil:
		doc := *s.Argument.DocString
		doc.Text = values.Fill(doc.Text, values.Of(v.Known))
		s.Argument.DocString = &doc
	case s.Argument.Table != nil:
		filled := step.Table{}
		for _, row := range s.Argument.Table.Rows {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i] = values.Fill(cell, values.Of(v.Known))
			}
			filled.Rows = append(filled.Rows, cells)
		}
		s.Argument.Table = &filled
	}
}

// Lacks returns what is wrong with a reference to an unknown value; "" if the value is, or will be, known.
func (v Values) Lacks(p *Pickle, i int, name string) string {
	if _, known := v.Known[name]; known || slices.Contains(v.Noted, name) {
		return ""
	}
	text := fmt.Sprintf("$(value:%s): there is no value %q", name, name)
	for _, later := range p.Steps[i:] {
		if found, err := later.Match(); err == nil && found.ValueName() == name {
			return fmt.Sprintf("%s yet: line %d gives it, after this step", text, later.Line)
		}
	}
	names := slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(v.Known)), v.Noted)))
	switch near := words.Closest(name, names, max(len(name)/3, 1)); {
	case near != "":
		return text + fmt.Sprintf(": did you mean $(value:%s)?", near)
	case len(names) == 0:
		return text + `: give it by a step, Given value "` + name + `" is "…", by --value ` + name + `=…, or below values in gherkind.yaml`
	}
	return text + "; there is " + strings.Join(names, ", ")
}

// lacking reports unknown values in a step's text and argument, and whether there are any.
func (l *linter) lacking(p *Pickle, i int) (found bool) {
	s := p.Steps[i]
	bad := func(line int, text string) {
		for _, one := range values.In(text) {
			if message := s.Given.Lacks(p, i, one.Name); message != "" {
				found = true
				l.note(Problem{URI: p.URI, Line: line + one.Line, Message: message, Rule: rules.Value, Piece: "$(value:" + one.Name + ")"})
			}
		}
	}
	bad(s.Line, s.Text)
	if doc := s.Argument.DocString; doc != nil {
		bad(doc.Line+1, doc.Text)
	}
	if table := s.Argument.Table; table != nil {
		for _, row := range table.Rows {
			bad(s.Line, strings.Join(row, " "))
		}
	}
	return found
}
