package proven

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

const toySteps = `package toys

func toySteps() step.Group {
	return step.Group{Defs: []step.Def{
		{Name: "lit", Acts: true, Run: light},
		{Name: darkName, Run: func(w *World) error { return dim(w, limit) }},
	}}
}

const darkName = "dark"

// limit is how dark.
const limit = 3

func light(w *World) error { return w.Bulb().Switch(on) }

var on = true

func dim(w *World, n int) error { return lamp{}.turn(n) }

type lamp struct{}

func (lamp) turn(n int) error { return nil }

func unused() {}
`

// sourceWith is the toy source with one text replaced.
func sourceWith(t *testing.T, old, text string) *Source {
	t.Helper()
	changed := strings.Replace(toySteps, old, text, 1)
	if old != "" && changed == toySteps {
		t.Fatalf("there is no %q to replace", old)
	}
	s, err := ReadSource(fstest.MapFS{"toys.go": {Data: []byte(changed)}, "toys_test.go": {Data: []byte("no go")}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSource: what a definition runs is its source, and nothing else is.
func TestSource(t *testing.T) {
	for name, c := range map[string]struct {
		old, text string
		changes   []string
	}{
		"nothing":                     {"", "", nil},
		"its function":                {"Switch(on)", "Switch(!on)", []string{"lit"}},
		"a variable of its function":  {"var on = true", "var on = false", []string{"lit"}},
		"a function in its literal":   {"return dim(w, limit)", "return dim(w, 2*limit)", []string{"dark"}},
		"what a called function does": {"lamp{}.turn(n)", "lamp{}.turn(n+1)", []string{"dark"}},
		"a method further down":       {"turn(n int) error { return nil }", "turn(n int) error { return errDim }", []string{"dark"}},
		"a constant":                  {"limit = 3", "limit = 4", []string{"dark"}},
		"a type":                      {"type lamp struct{}", "type lamp struct{ watt int }", []string{"dark"}},
		"a comment":                   {"// limit is how dark.", "// limit is how very dark.", nil},
		"what nobody calls":           {"func unused() {}", "func unused() { panic(1) }", nil},
	} {
		t.Run(name, func(t *testing.T) {
			before := sourceWith(t, "", "")
			after := sourceWith(t, c.old, c.text)
			var changed []string
			for _, def := range []string{"lit", "dark"} {
				if sourceOf(t, before, def) != sourceOf(t, after, def) {
					changed = append(changed, def)
				}
			}
			if strings.Join(changed, " ") != strings.Join(c.changes, " ") {
				t.Errorf("it changes the source of %q, want %q", changed, c.changes)
			}
		})
	}
}

// TestSourceIsThere: every definition has its source, or nobody would notice that it changes.
func TestSourceIsThere(t *testing.T) {
	c, err := ReadCatalogue(os.DirFS("../../steps"))
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range c.Steps.Groups() {
		for _, def := range group.Defs {
			sourceOf(t, c.Source, def.Name)
		}
	}
	if _, err := c.Source.Of("no-such"); err == nil {
		t.Error("a definition that is not there has a source")
	}
}

func sourceOf(t *testing.T, s *Source, definition string) string {
	t.Helper()
	text, err := s.Of(definition)
	if err != nil {
		t.Error(err)
	}
	return text
}
