package step

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// checkExamples verifies that the example of each definition matches it, and that neither an example nor any other way to write
// a pattern matches two definitions.
func (c *Catalogue) checkExamples() []error {
	var problems []error
	for _, d := range c.definitions {
		problems = append(problems, d.checkParameters()...)
		if strings.TrimSpace(d.Example) == "" {
			continue // checkNames reports this
		}
		if err := c.checkExample(d); err != nil {
			problems = append(problems, fmt.Errorf("step %q: the example %q: %w", d.Name, d.Example, err))
			continue
		}
		for _, text := range d.samples() {
			if err := c.checkSample(d, text); err != nil {
				problems = append(problems, fmt.Errorf("step %q: %w", d.Name, err))
				break // the other samples would give the same error
			}
		}
	}
	return problems
}

func (c *Catalogue) checkExample(d *definition) error {
	text, arg, err := parseExample(d.Example)
	if err != nil {
		return err
	}
	m, err := c.Match(text, arg.Kind())
	if err != nil {
		return err
	}
	if m.definition != d {
		return fmt.Errorf("it fits %s (%s), not this step", m.Def.Name, m.definition.usage())
	}
	files := &touched{}
	if text, below := m.Plan(arg, Place{FS: files}).Problems(); !files.yes {
		return errors.Join(text, below)
	}
	return nil
}

// samples returns all ways to write the pattern, filled with the examples of the types.
func (d *definition) samples() []string {
	var out []string
	for _, v := range d.variants {
		text := v.write(d.types)
		out = append(out, text)
		if d.shape.ending {
			out = append(out, text+" within 30s", text+" for 10s", text+" within 30s for 10s")
		}
		if d.shape.span {
			out = append(out, throughoutWord+" "+text, text+" for 10s", text+" before "+d.moment.Example)
		}
	}
	return out
}

func (c *Catalogue) checkSample(d *definition, text string) error {
	m, err := c.Match(text, d.shape.argument)
	if err != nil {
		return err
	}
	if m.definition != d {
		return fmt.Errorf("%q, a way to write it, fits %s instead", text, m.Def.Name)
	}
	return nil
}

// parseExample parses a step with its keyword, in English or Chinese, and what is below it.
func parseExample(example string) (string, Argument, error) {
	for _, head := range []string{"Feature: x\nScenario: x\n", "# language: zh-CN\n功能: x\n场景: x\n"} {
		ids := &messages.Incrementing{}
		doc, err := gherkin.ParseGherkinDocument(strings.NewReader(head+example+"\n"), ids.NewId)
		if err != nil || len(doc.Feature.Children) != 1 {
			continue
		}
		steps := doc.Feature.Children[0].Scenario.Steps
		if len(steps) == 1 {
			return steps[0].Text, argumentBelow(steps[0]), nil
		}
	}
	return "", Argument{}, errors.New("it must be one step with its keyword, such as Given or Then")
}

func argumentBelow(s *messages.Step) Argument {
	switch {
	case s.DocString != nil:
		return Argument{DocString: &DocString{MediaType: s.DocString.MediaType, Text: s.DocString.Content}}
	case s.DataTable != nil:
		t := &Table{}
		for _, row := range s.DataTable.Rows {
			var cells []string
			for _, cell := range row.Cells {
				cells = append(cells, cell.Value)
			}
			t.Rows = append(t.Rows, cells)
		}
		return Argument{Table: t}
	default:
		return Argument{}
	}
}

// touched is an empty file system that records whether a parser has used it. If so, the example cannot be validated here.
type touched struct{ yes bool }

func (t *touched) Open(name string) (fs.File, error) {
	t.yes = true
	return noFiles{}.Open(name)
}
