package gherkin

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// SplitLines splits the line numbers from the end of "file:12" or "file:12:20".
func SplitLines(asked string) (file string, lines []int) {
	file = asked
	for {
		i := strings.LastIndexByte(file, ':')
		if i <= 0 {
			return file, lines
		}
		n, err := strconv.Atoi(file[i+1:])
		if err != nil {
			return file, lines
		}
		file, lines = file[:i], append([]int{n}, lines...)
	}
}

// element is a part of a feature that may contain a line.
type element struct {
	start, only int             // first line; if only is set, the element consists of that line alone
	scenarios   map[string]bool // ids of the scenarios it selects
	rows        map[string]bool // ids of the rows it selects; nil means all rows
}

func (e element) picks(p *messages.Pickle) bool {
	if !e.scenarios[p.AstNodeIds[0]] {
		return false
	}
	return e.rows == nil || len(p.AstNodeIds) > 1 && e.rows[p.AstNodeIds[1]]
}

// choose keeps the pickles that the lists of lines select.
func (f *Feature) choose(selected [][]int) Problems {
	var problems Problems
	elements := f.elements()
	last := bytes.Count(bytes.TrimSuffix(f.Source, []byte("\n")), []byte("\n")) + 1
	picked := map[string]bool{}
	f.scenarios = map[string]bool{}
	for _, lines := range selected {
		var now map[string]bool
		for _, line := range lines {
			if line < 1 || line > last {
				problems = append(problems, Problem{
					URI: f.URI, Message: fmt.Sprintf("there is no line %d: the file has the lines 1 to %d", line, last),
				})
				continue
			}
			e := at(elements, line)
			for id := range e.scenarios {
				f.scenarios[id] = true
			}
			now = combine(now, f.picks(e))
		}
		for id := range now {
			picked[id] = true
		}
	}
	f.Pickles = slices.DeleteFunc(f.Pickles, func(p *Pickle) bool { return !picked[p.Godog.Id] })
	return problems
}

func (f *Feature) picks(e element) map[string]bool {
	ids := map[string]bool{}
	for _, p := range f.all {
		if e.picks(p) {
			ids[p.Id] = true
		}
	}
	return ids
}

// combine returns b if it lies inside a, and otherwise the union.
func combine(a, b map[string]bool) map[string]bool {
	inside := true
	for id := range b {
		inside = inside && a[id]
	}
	if a == nil || inside {
		return b
	}
	for id := range a {
		b[id] = true
	}
	return b
}

// at returns the element that contains a line: the last one that begins at or before it.
func at(elements []element, line int) element {
	best := elements[0] // the feature, which also contains the lines before it
	for _, e := range elements[1:] {
		if e.start <= line && (e.only == 0 || e.only == line) && e.start >= best.start {
			best = e
		}
	}
	return best
}

// elements returns the parts of the feature, itself first.
func (f *Feature) elements() []element {
	feature := f.Document.Feature
	whole := element{start: 1, scenarios: map[string]bool{}}
	var out []element
	for _, c := range feature.Children {
		switch {
		case c.Background != nil:
			out = append(out, element{start: int(c.Background.Location.Line), scenarios: whole.scenarios})
		case c.Scenario != nil:
			whole.scenarios[c.Scenario.Id] = true
			out = append(out, scenarioElements(c.Scenario)...)
		case c.Rule != nil:
			rule := element{start: start(c.Rule.Location, c.Rule.Tags), scenarios: map[string]bool{}}
			out = append(out, rule)
			for _, rc := range c.Rule.Children {
				if rc.Background != nil {
					out = append(out, element{start: int(rc.Background.Location.Line), scenarios: rule.scenarios})
					continue
				}
				whole.scenarios[rc.Scenario.Id], rule.scenarios[rc.Scenario.Id] = true, true
				out = append(out, scenarioElements(rc.Scenario)...)
			}
		}
	}
	return append([]element{whole}, out...)
}

func scenarioElements(s *messages.Scenario) []element {
	own := map[string]bool{s.Id: true}
	out := []element{{start: start(s.Location, s.Tags), scenarios: own}}
	for _, ex := range s.Examples {
		rows := map[string]bool{}
		out = append(out, element{start: start(ex.Location, ex.Tags), scenarios: own, rows: rows})
		for _, row := range ex.TableBody {
			rows[row.Id] = true
			line := int(row.Location.Line)
			out = append(out, element{start: line, only: line, scenarios: own, rows: map[string]bool{row.Id: true}})
		}
	}
	return out
}

// start returns the first line of an element, which may have tags above it.
func start(at *messages.Location, tags []*messages.Tag) int {
	line := at.Line
	for _, t := range tags {
		line = min(line, t.Location.Line)
	}
	return int(line)
}
