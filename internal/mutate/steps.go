package mutate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps/step"
)

// The operators of steps.
const (
	StepLeftOut = "when-left-out"
	StepNegated = "then-negated"
)

// opposites are parts of steps, with the opposite that steps can also say. Each is a complete part of a step's text.
var opposites = [][2]string{
	{" accepts TCP connections on ", " refuses TCP connections on "},
	{" is an endpoint of ", " is not an endpoint of "},
	{" has an external address", " has no external address"},
	{" is on the same node as ", " is on another node than "},
	{" prints the same in containers ", " prints something different in containers "},
	{"the cluster accepts writes", "the cluster accepts no writes"},
}

// StepMutants returns the scenarios with one changed step: a When that is left out, or a Then that says the opposite, where
// there is a step for it. A scenario that still passes proves nothing about the step.
func (s *Suite) StepMutants() []*Mutant {
	var all []*Mutant
	done := map[string]bool{} // rows of an outline share their steps
	for _, c := range s.Cases {
		for i, each := range c.Pickle.Steps {
			key := fmt.Sprintf("%s:%d", c.Pickle.URI, each.Line)
			if each.Line < c.Pickle.ScenarioLine || done[key] { // a step of a background belongs to many scenarios
				continue
			}
			done[key] = true
			switch each.Role {
			case step.RoleWhen:
				all = append(all, s.leftOut(c, i))
			case step.RoleThen:
				if m := s.negated(c, i); m != nil {
					all = append(all, m)
				}
			case step.RoleGiven, step.RoleAny: // it prepares what is proven
			}
		}
	}
	return all
}

// changed returns a scenario with a changed step; lines are the lines of the changed feature.
func (s *Suite) changed(c *Case, i int, lines []string) *Mutant {
	feature := c.Pickle.Feature.Source
	rows := slices.DeleteFunc(slices.Clone(s.Cases), func(o *Case) bool {
		return o.Pickle.URI != c.Pickle.URI || o.Pickle.ScenarioLine != c.Pickle.ScenarioLine
	})
	return &Mutant{
		Source: &Source{Path: c.Pickle.URI, Text: feature, File: feature, Feature: true, Cases: rows},
		Kind:   "scenario", Name: c.Pickle.Name, Line: c.Pickle.Steps[i].Line, Text: []byte(strings.Join(lines, "\n")),
	}
}

func (s *Suite) leftOut(c *Case, i int) *Mutant {
	left := c.Pickle.Steps[i]
	lines := strings.Split(string(c.Pickle.Feature.Source), "\n")
	for n := left.Line - 1; n < endOf(left, c.Pickle.Feature.Source); n++ {
		lines[n] = "" // later lines keep their numbers
	}
	if i+1 < len(c.Pickle.Steps) {
		if next := c.Pickle.Steps[i+1]; next.Role == left.Role {
			lines[next.Line-1] = strings.Replace(lines[next.Line-1], next.Keyword, left.Keyword, 1) // "And" would continue the step before
		}
	}
	m := s.changed(c, i, lines)
	m.Operator, m.Attacks, m.Weight = StepLeftOut, "What the scenario proves is caused by its action.", 90
	m.Says = fmt.Sprintf("step %q left out", left.Keyword+" "+left.Text)
	m.Assert = "what is so before the step and not after it, or the other way round"
	m.change, m.step, m.gone = fmt.Sprintf("without step %d", i), i+1, true
	return m
}

// negated returns nil if no step says the opposite.
func (s *Suite) negated(c *Case, i int) *Mutant {
	said := c.Pickle.Steps[i]
	lines := strings.Split(string(c.Pickle.Feature.Source), "\n")
	line, opposite := oppositeOf(lines[said.Line-1])
	if !opposite {
		return nil
	}
	lines[said.Line-1] = line
	m := s.changed(c, i, lines)
	m.Operator, m.Attacks, m.Weight = StepNegated, "The step can fail.", 60
	m.Says = fmt.Sprintf("step %q says the opposite", said.Keyword+" "+said.Text)
	m.Assert = "something that holds only then"
	m.change, m.step = fmt.Sprintf("negated step %d", i), i+1
	return m
}

func oppositeOf(text string) (string, bool) {
	for _, pair := range opposites {
		for _, p := range [][2]string{pair, {pair[1], pair[0]}} {
			if strings.Contains(text, p[0]) {
				return strings.Replace(text, p[0], p[1], 1), true
			}
		}
	}
	return text, false
}

// endOf returns the number of the last line of a step, including its argument.
func endOf(s gherkin.Step, feature []byte) int {
	if doc := s.Argument.DocString; doc != nil {
		return docString(feature, doc.Line).to + 1
	}
	lines := strings.Split(string(feature), "\n")
	end := s.Line
	if s.Argument.Table == nil {
		return end
	}
	for rows := 0; end < len(lines) && rows < len(s.Argument.Table.Rows); end++ {
		if strings.HasPrefix(strings.TrimSpace(lines[end]), "|") {
			rows++
		}
	}
	return end
}

// written returns the number in the original scenario of a step of the mutant.
func (m *Mutant) written(number int) int {
	if m != nil && m.gone && number >= m.step-1 {
		return number + 1
	}
	return number
}
