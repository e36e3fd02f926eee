package step_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

// noting is a state with one value.
type noting struct{ toys }

func (*noting) Value(name string) (string, bool) { return `sa"id`, name == "said" }

// page is the value of a placeholder that may contain references to values.
type page string

func (p page) Filled(fill func(string) string) (any, error) { return page(fill(string(p))), nil }

// TestNotedValues: references to values are replaced in the text of a step, in what is below it, and in its parsed values;
// between double quotes the values are escaped.
func TestNotedValues(t *testing.T) {
	types := []step.Type{
		{Name: "said", Doc: "A text.", Example: `"x"`, Pattern: `"(?:[^"\\]|\\.)*"`, Parse: func(text string, _ step.Place) (any, error) {
			return strings.ReplaceAll(strings.Trim(text, `"`), `\"`, `"`), nil
		}},
		{Name: "page", Doc: "A page.", Example: `'x'`, Pattern: `'[^']*'`, Parse: func(string, step.Place) (any, error) { return page("page of $(value:said)"), nil }},
	}
	run := func(_ context.Context, s *noting, text string, p page, below step.Table) error {
		s.calls = append(s.calls, text, string(p), below.Rows[0][0])
		return nil
	}
	c, err := step.New(reflect.TypeFor[*noting](), types, group(step.Def{
		Name: "shown", Pattern: "{said} on {page}:", Doc: "Shows.", Example: "Given \"x\" on 'x':\n| x |", Run: run,
	}))
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Match(`"$(value:said) $$(value:said) $(value:other)" on 'x':`, step.WithTable)
	if err != nil {
		t.Fatal(err)
	}
	s := &noting{}
	planned := m.Plan(step.Argument{Table: &step.Table{Rows: [][]string{{"<$(value:said)>"}}}}, step.Place{})
	if err := planned.Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if want := []any{`sa"id $$(value:said) $(value:other)`, `page of sa"id`, `<sa"id>`}; !reflect.DeepEqual(s.calls, want) {
		t.Errorf("called with %q, want %q", s.calls, want)
	}
}
