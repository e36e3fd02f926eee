package step_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/steps/step"
)

// plannedStep returns a step of the toy catalogue.
func plannedStep(t *testing.T, text string, arg step.Argument) *step.Planned {
	t.Helper()
	m, err := toyCatalogue(t).Match(text, arg.Kind())
	if err != nil {
		t.Fatal(err)
	}
	return m.Plan(arg, step.Place{URI: "x.feature", Line: 3})
}

func TestRunGivesTypedValues(t *testing.T) {
	doc := step.DocString{MediaType: "yaml", Text: "kind: Pod\n  x", Line: 7}
	table := step.Table{Rows: [][]string{{"a", "1"}, {"b", "2"}}}
	state := &toys{}
	for _, s := range []struct {
		text string
		arg  step.Argument
	}{
		{text: `pod "web" is Running within 30s for 1s`}, {text: `I delete pods "web" now`},
		{`I apply:`, step.Argument{DocString: &doc}}, {`pod "web" has 2 labels:`, step.Argument{Table: &table}},
		{text: `I wait 5s`}, {text: `容器组"web"的状态是Failed within 3s`}, {text: `I read my text`},
	} {
		p := plannedStep(t, s.text, s.arg)
		if err := p.Run(p.WithText(t.Context()), state); err != nil {
			t.Errorf("%s: %v", s.text, err)
		}
	}
	want := []any{
		"web", "Running", step.Ending{Within: 30 * time.Second, For: time.Second}, "web", doc, "web", 2, table,
		5 * time.Second, "web", "Failed", step.Ending{Within: 3 * time.Second}, "I read my text",
	}
	if !reflect.DeepEqual(state.calls, want) {
		t.Errorf("got:  %#v\nwant: %#v", state.calls, want)
	}
	if got := step.Text(t.Context()); got != "" {
		t.Errorf("text outside of a step is %q", got)
	}
}

func TestRunReportsErrors(t *testing.T) {
	p := plannedStep(t, `pod "web" is Running within 30x`, step.Argument{})
	bad, ok := errors.AsType[*step.ArgumentError](p.Run(t.Context(), &toys{}))
	if !ok || bad.Step != `pod "web" is Running within 30x` {
		t.Errorf("bad value: got %v", bad)
	}
	m, err := toyCatalogue(t).Match("I apply:", step.WithDocString)
	if err != nil {
		t.Fatal(err)
	}
	err = m.Plan(step.Argument{Table: &step.Table{}}, step.Place{}).Run(t.Context(), &toys{})
	if err == nil || !strings.Contains(err.Error(), "this step takes a doc string, not a table") {
		t.Errorf("table for a doc string: got %v", err)
	}
	err = plannedStep(t, "I wait 5s", step.Argument{}).Run(t.Context(), 1)
	if err == nil || !strings.Contains(err.Error(), "wants a state of type *step_test.toys and was given a int") {
		t.Errorf("wrong state: got %v", err)
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	err := plannedStep(t, "I panic", step.Argument{}).Run(t.Context(), &toys{})
	p, ok := errors.AsType[*step.PanicError](err)
	if !ok {
		t.Fatalf("got %T: %v", err, err)
	}
	if p.Value != "oh no" || !strings.HasPrefix(err.Error(), "the step panicked: oh no; this is a bug in the step, not in the feature\n") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(p.Stack, "toys_test.go") || strings.Contains(p.Stack, "run.go") || strings.Contains(p.Stack, "runtime/debug") {
		t.Errorf("the stack must show the step and nothing else:\n%s", p.Stack)
	}
}

func TestListing(t *testing.T) {
	c := toyCatalogue(t)
	var all, some, md bytes.Buffer
	if err := step.WriteText(&all, c, ""); err != nil {
		t.Fatal(err)
	}
	golden(t, "list.txt", all.String())
	for line := range strings.Lines(all.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 79 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	if err := step.WriteText(&some, c, "POD delete"); err != nil {
		t.Fatal(err)
	}
	golden(t, "filtered.txt", some.String())
	if err := step.WriteText(io.Discard, c, "unicorn"); err == nil || !strings.Contains(err.Error(), `no step has the words "unicorn"`) {
		t.Errorf("got %v", err)
	}
	if err := step.WriteMarkdown(&md, c); err != nil {
		t.Fatal(err)
	}
	golden(t, "steps.md", md.String())
}

func TestCatalogueCannotBeChanged(t *testing.T) {
	c := toyCatalogue(t)
	c.Groups()[0].Defs[0].Name = "other"
	c.Types()[0].Name = "other"
	if c.Groups()[0].Defs[0].Name == "other" || c.Types()[0].Name == "other" {
		t.Error("changing the result of Groups or Types changes the catalogue")
	}
}

// counted is a type that counts how often its values are parsed.
func counted(name string, parsed map[string]int) step.Type {
	return step.Type{
		Name: name, Doc: "Counts.", Example: `"x"`, Pattern: `"[^"]*"`,
		Parse: func(text string, _ step.Place) (any, error) { parsed[text]++; return strings.Trim(text, `"`), nil },
	}
}

// expanding is a state that expands $(ns).
type expanding struct{ toys }

func (*expanding) Expand(_ context.Context, text string) (string, error) {
	return strings.ReplaceAll(text, "$(ns)", "ns-1"), nil
}

// TestValuesAreParsedOnce: every run uses the planned values; only a value with a name that the state expands is parsed when
// the step runs.
func TestValuesAreParsedOnce(t *testing.T) {
	parsed := map[string]int{}
	part := func(doc step.DocString, _ step.Place) (any, error) {
		parsed[doc.Text]++
		return []string{doc.Text}, nil
	}
	run := func(_ context.Context, s *expanding, a, b string, _ step.Ending, below []string) error {
		s.calls = append(s.calls, a, b, below[0])
		return nil
	}
	c, err := step.New(reflect.TypeFor[*expanding](), []step.Type{counted("file", parsed), step.Duration()}, group(step.Def{
		Name: "both", Pattern: "{file} and {file}:", Doc: "Both.", Example: "Given \"x\" and \"x\":\n\"\"\"\nx\n\"\"\"", ParseDoc: part, Run: run,
	}))
	if err != nil {
		t.Fatal(err)
	}
	clear(parsed)
	m, err := c.Match(`"one" and "$(ns)": within 5s`, step.WithDocString)
	if err != nil {
		t.Fatal(err)
	}
	p, s := m.Plan(step.Argument{DocString: &step.DocString{Text: "below"}}, step.Place{}), &expanding{}
	values := p.Values()
	if len(values) != 3 || values[0].Parsed != "one" || values[1].Parsed != "$(ns)" || values[2].Parsed != 5*time.Second {
		t.Errorf("values: %v", values)
	}
	for range 3 {
		if err := p.Run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if want := map[string]int{`"one"`: 1, `"$(ns)"`: 1, `"ns-1"`: 3, "below": 1}; !reflect.DeepEqual(parsed, want) {
		t.Errorf("parsed: %v, want %v", parsed, want)
	}
	if want := []any{"one", "ns-1", "below"}; !reflect.DeepEqual(s.calls[:3], want) || len(s.calls) != 9 {
		t.Errorf("called with %v", s.calls)
	}
}

// A file that several steps use is read once, and all of them see the same content.
func TestOnce(t *testing.T) {
	read := 0
	file := func() (any, error) { read++; return read, errors.New("unreadable") }
	shared := step.Place{Memo: new(step.Memo)}
	for range 2 {
		if got, err := shared.Once("a", file); got != 1 || err == nil {
			t.Errorf("got %v, %v", got, err)
		}
	}
	if got, _ := shared.Once("b", file); got != 2 {
		t.Errorf("another file: got %v", got)
	}
	if got, _ := (step.Place{}).Once("a", file); got != 3 {
		t.Errorf("without a Memo: got %v", got)
	}
}
