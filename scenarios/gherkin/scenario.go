package gherkin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// scenario checks one scenario as it is written.
func (l *linter) scenario(f *Feature, s *messages.Scenario) {
	line := int(s.Location.Line)
	if s.Name == "" {
		l.bad(f.URI, line, "the scenario has no name", fmt.Sprintf("say after %q what must be true", s.Keyword+":"))
	}
	if len(s.Steps) == 0 {
		l.bad(f.URI, line, fmt.Sprintf("scenario %q has no steps", s.Name), "add steps, or remove it")
	}
	outline := slices.Contains(dialectOf(f.Source).ScenarioOutlineKeywords(), s.Keyword)
	if outline && len(s.Examples) == 0 {
		l.bad(f.URI, line, fmt.Sprintf("%s %q has no Examples, so nothing would be run", strings.ToLower(s.Keyword), s.Name),
			"add Examples: with a table below it, or write Scenario:")
	}
	var columns []string
	for _, ex := range s.Examples {
		if len(ex.TableBody) == 0 {
			l.bad(f.URI, int(ex.Location.Line), "these Examples have no rows, so nothing would be run",
				"add a row of names and below it rows of values")
		}
		columns = append(columns, header(ex)...)
	}
	if len(columns) > 0 {
		l.placeholders(f, s, columns)
	}
}

func header(ex *messages.Examples) []string {
	if ex.TableHeader == nil {
		return nil
	}
	var out []string
	for _, c := range ex.TableHeader.Cells {
		out = append(out, c.Value)
	}
	return out
}

// placeholders finds <names> in steps that are nearly a column of the Examples. Others may be meant as they
// are: kubectl prints <none>.
func (l *linter) placeholders(f *Feature, s *messages.Scenario, columns []string) {
	written := regexp.MustCompile(`<([^<>]+)>`)
	for _, st := range s.Steps {
		for _, m := range written.FindAllStringSubmatch(st.Text, -1) {
			if slices.Contains(columns, m[1]) {
				continue
			}
			if near := nearest(m[1], columns); near != "" {
				l.bad(f.URI, int(st.Location.Line), fmt.Sprintf("the Examples have no column %q", m[1]), fmt.Sprintf("did you mean: <%s>", near))
			}
		}
	}
}

// names finds scenarios of one name in a feature: a report, and go test -run, could not tell them apart.
func (l *linter) names(f *Feature) {
	first := map[string]*Pickle{}
	for _, p := range f.Pickles {
		key := strings.ReplaceAll(p.Name, " ", "_") // as go test writes it
		before := first[key]
		if before == nil {
			first[key] = p
			continue
		}
		if p.Name == "" {
			continue
		}
		l.bad(f.URI, p.Line, fmt.Sprintf("there is already a scenario %q in line %d", p.Name, before.Line), "give it a name of its own")
	}
}
