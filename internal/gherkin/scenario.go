package gherkin

import (
	"fmt"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/rules"
)

// scenario checks one scenario as it is written.
func (l *linter) scenario(f *Feature, s *messages.Scenario) {
	line := int(s.Location.Line)
	if s.Name == "" {
		l.bad(rules.ScenarioName, f.URI, line, "the scenario has no name", fmt.Sprintf("say after %q what must be true", s.Keyword+":"))
	}
	if len(s.Steps) == 0 {
		l.bad(rules.Empty, f.URI, line, fmt.Sprintf("scenario %q has no steps", s.Name), "add steps, or remove it")
	}
	outline := slices.Contains(dialectOf(f.Source).ScenarioOutlineKeywords(), s.Keyword)
	if outline && len(s.Examples) == 0 {
		l.bad(rules.Empty, f.URI, line, fmt.Sprintf("%s %q has no Examples, so nothing would be run", strings.ToLower(s.Keyword), s.Name),
			"add Examples: with a table below it, or write Scenario:")
	}
	for _, ex := range s.Examples {
		if len(ex.TableBody) == 0 {
			l.bad(rules.Empty, f.URI, int(ex.Location.Line), "these Examples have no rows, so nothing would be run",
				"add a row of names and below it rows of values")
		}
	}
	l.placeholders(f, s)
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

// names reports scenarios with the same name in a feature: reports, and go test -run, could not distinguish them.
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
		l.bad(rules.DuplicateName, f.URI, p.Line, fmt.Sprintf("there is already a scenario %q in line %d", p.Name, before.Line), "give it a different name")
	}
}
