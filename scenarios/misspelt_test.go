package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
)

// TestNoMisspeltName judges each check where it is met, and then once for each name in it with two letters swapped. Then no
// check may be met, except those about absence, which must warn.
func TestNoMisspeltName(t *testing.T) {
	t.Parallel()
	c := vocabulary(t)
	var met []string
	for _, def := range definitions(c) {
		check := checkOf(t, c, def)
		if len(check.names) == 0 {
			continue
		}
		if s := judgedWhere(t, check, check.text); s.Status != report.Passed {
			t.Errorf("%s: %q is %s in its own world, so that a misspelt name proves nothing: give it one in metWheres (misspeltworlds_test.go). It saw: %s", def.Name, check.text, s.Status, sawOf(s))
		}
		for _, name := range check.names {
			misspelt := wrong(name.Text)
			text := check.text[:name.Start] + misspelt + check.text[name.Start+len(name.Text):]
			s := judgedWhere(t, check, text)
			switch {
			case s.Status == report.Passed && !slices.ContainsFunc(s.Warnings, func(warning report.Warning) bool { return strings.Contains(warning.Text, misspelt) }):
				met = append(met, def.Name)
				t.Logf("met: %s", text)
			case s.Status != report.Passed && s.Status != report.Failed && !strings.Contains(sawOf(s), unknownNamespace):
				t.Errorf("%q is %s: %s", text, s.Status, sawOf(s))
			}
		}
	}
	mustBeKnown(t, "met by a misspelt name", slices.Compact(met), readGaps(t).AnyNameGoes)
}

// namedCheck is a step that names something, and the world in which it is met.
type namedCheck struct {
	text  string // without its keyword
	names []step.Value
	where metWhere
}

// checkOf returns the check of a definition in which names are misspelt; none for one that acts.
func checkOf(t *testing.T, c *step.Catalogue, def step.Def) namedCheck {
	t.Helper()
	check := namedCheck{where: metWheres[def.Name]}
	_, check.text, _ = strings.Cut(def.Example, " ")
	if check.where.text != "" {
		check.text = check.where.text
	}
	match, err := matchOf(c, firstLine(check.text))
	if err != nil || match.Def.Name != def.Name {
		t.Fatalf("%s is not %s: %v", check.text, def.Name, err)
	}
	for _, v := range match.Values() {
		if !def.Acts && (v.Type == "name" || v.Type == "node") && v.Text != newName[def.Name] {
			check.names = append(check.names, v)
		}
	}
	return check
}

// unknownNamespace is in a replay's message about a namespace that is not the scenario's; a run asks the cluster for it.
const unknownNamespace = "is not the scenario's"

// newName is the name, by definition, that its check introduces.
var newName = map[string]string{"pod-called": `"first"`}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// wrong swaps the last two letters of a quoted name that differ.
func wrong(quoted string) string {
	b := []byte(quoted)
	for i := len(b) - 2; i > 1; i-- {
		if b[i] != b[i-1] {
			b[i], b[i-1] = b[i-1], b[i]
			return string(b)
		}
	}
	return `"x` + quoted[1:]
}
