package gherkin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/rules"
)

// placeholders reports <names> in a scenario's name, steps and arguments that should be filled in by a row of its Examples but
// are not.
func (l *linter) placeholders(f *Feature, s *messages.Scenario) {
	for _, t := range append([]textAt{{s.Name, int(s.Location.Line), ""}}, textsOf(s.Steps)...) {
		for _, slot := range t.slots() {
			l.slot(f, s, slot, t.line)
		}
	}
}

// slot checks one <name> of a scenario with Examples: anything that can be the name of a column was meant as one. In a scenario
// without Examples it is ordinary text, see LeftOpen.
func (l *linter) slot(f *Feature, s *messages.Scenario, slot slot, line int) {
	if len(s.Examples) == 0 {
		return
	}
	var columns []string
	for _, ex := range s.Examples {
		columns = append(columns, header(ex)...)
	}
	if slices.Contains(columns, slot.name) {
		l.inEvery(f, s, slot, line)
		return
	}
	trimmed := strings.TrimSpace(slot.name)
	near := nearest(trimmed, columns)
	if slices.Contains(columns, trimmed) { // Gherkin fills in the exact name only, without white space around it
		near = trimmed
	} else if slot.other {
		return
	}
	l.open[lineKey{f.URI, line}] = true
	advice := fmt.Sprintf("add the column or, if the text is meant literally, one with the value <%s>", slot.name)
	if near != "" {
		advice = fmt.Sprintf("did you mean: <%s>", near)
	}
	l.bad(rules.Column, f.URI, line, fmt.Sprintf("the Examples have no column %q, so <%s> would not be replaced", trimmed, slot.name), advice)
}

// inEvery reports a column that only some of several Examples have.
func (l *linter) inEvery(f *Feature, s *messages.Scenario, slot slot, line int) {
	for _, ex := range s.Examples {
		if columns := header(ex); columns != nil && !slices.Contains(columns, slot.name) {
			l.bad(rules.Column, f.URI, line, fmt.Sprintf("the Examples in line %d have no column %q, so <%s> would not be replaced there",
				ex.Location.Line, slot.name, slot.name), "add the column to all Examples of the scenario")
		}
	}
}

// backgrounds reports columns of a feature's scenarios in its backgrounds, where no row fills them in.
func (l *linter) backgrounds(f *Feature) {
	var columns []string
	each(f.Document.Feature, func(s *messages.Scenario) {
		for _, ex := range s.Examples {
			columns = append(columns, header(ex)...)
		}
	})
	for _, t := range textsOf(backgroundSteps(f.Document.Feature)) {
		for _, slot := range t.slots() {
			if slices.Contains(columns, slot.name) {
				l.bad(rules.Column, f.URI, t.line, fmt.Sprintf("<%s> is not replaced: a background has no Examples", slot.name),
					"move the step into the scenarios, or write the value itself")
			}
		}
	}
}

func backgroundSteps(f *messages.Feature) []*messages.Step {
	var all []*messages.Step
	for _, c := range f.Children {
		if c.Background != nil {
			all = append(all, c.Background.Steps...)
		}
		if c.Rule == nil {
			continue
		}
		for _, rc := range c.Rule.Children {
			if rc.Background != nil {
				all = append(all, rc.Background.Steps...)
			}
		}
	}
	return all
}

// textAt is a part of a feature that may contain values.
type textAt struct {
	text  string
	line  int
	whole string // the text that contains the line
}

// textsOf returns the texts of steps, the lines of their doc strings and the cells of their tables.
func textsOf(steps []*messages.Step) []textAt {
	var all []textAt
	for _, s := range steps {
		all = append(all, textAt{s.Text, int(s.Location.Line), ""})
		if d := s.DocString; d != nil {
			all = append(all, textAt{d.MediaType, int(d.Location.Line), ""})
			for i, line := range strings.Split(d.Content, "\n") {
				all = append(all, textAt{line, int(d.Location.Line) + 1 + i, d.Content})
			}
		}
		if s.DataTable == nil {
			continue
		}
		for _, row := range s.DataTable.Rows {
			for _, cell := range row.Cells {
				all = append(all, textAt{cell.Value, int(row.Location.Line), ""})
			}
		}
	}
	return all
}

// slot is a <name> in a text.
type slot struct {
	name  string
	alone bool // it is the whole text, or a whole quoted value
	other bool // it is probably part of something else: <<EOF>, a<b, or HTML
}

var (
	written = regexp.MustCompile(`<([^<>]+)>`)
	name    = regexp.MustCompile(`^[\pL_][\pL\pN_.-]*(?: [\pL\pN_.-]+)*$`) // a plausible name of a column
	// output is what kubectl and other tools print instead of a value, and HTML elements that occur alone.
	output = regexp.MustCompile(`(?i)^(none|nil|null|unknown|unset|invalid|pending|empty|no value|br|hr|p|li|img|html|head|body|title|h[1-6])$`)
)

func (t textAt) slots() []slot {
	var all []slot
	text := t.text
	for _, at := range written.FindAllStringSubmatchIndex(text, -1) {
		one := slot{name: text[at[2]:at[3]]}
		before, after := text[:at[0]], text[at[1]:]
		one.alone = endsIn(before, `"`, `'`) && beginsWith(after, `"`, `'`) || strings.TrimSpace(before+after) == ""
		one.other = strings.HasSuffix(before, "<") || !name.MatchString(one.name) || output.MatchString(one.name) ||
			strings.Contains(text+t.whole, "</"+one.name+">")
		all = append(all, one)
	}
	return all
}

// LeftOpen returns doubts about <names> in a step that no row can fill in: in a scenario without Examples, or in a background.
// Only a <name> that is a whole value is likely to be meant so.
func LeftOpen(p *Pickle, s Step) []string {
	if p.Line != p.ScenarioLine && s.Line > p.ScenarioLine {
		return nil // a row has already filled in everything
	}
	texts := []textAt{{s.Text, s.Line, ""}}
	if d := s.Argument.DocString; d != nil {
		for _, line := range strings.Split(d.Text, "\n") {
			texts = append(texts, textAt{line, s.Line, d.Text})
		}
	}
	if t := s.Argument.Table; t != nil {
		for _, cell := range slices.Concat(t.Rows...) {
			texts = append(texts, textAt{cell, s.Line, ""})
		}
	}
	var all []string
	for _, t := range texts {
		for _, slot := range t.slots() {
			if text := fmt.Sprintf("<%s> is not replaced: there are no Examples", slot.name); slot.alone && !slot.other && !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return all
}

func endsIn(text string, signs ...string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.HasSuffix(text, sign) })
}

func beginsWith(text string, signs ...string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.HasPrefix(text, sign) })
}
