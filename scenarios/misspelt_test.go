package scenarios_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
)

// TestNoMisspeltName runs the example of each check where everything that it names is there, but for one name, which is
// written with two letters exchanged. None may be met, but those that are about absence: they warn.
func TestNoMisspeltName(t *testing.T) {
	t.Parallel()
	c := vocabulary(t)
	var met []string
	well := 0
	for _, def := range definitions(c) {
		if def.Acts {
			continue
		}
		names := namesIn(t, c, def)
		if replayedExample(t, names, def.Example).Status == report.Passed {
			well++
		}
		for _, value := range names {
			if value.Text == newName[def.Name] {
				continue
			}
			example := exampleWith(def, value, wrong(value.Text))
			if s := replayedExample(t, names, example); s.Status == report.Passed && len(s.Warnings) == 0 && !slices.Contains(met, def.Name) {
				met = append(met, def.Name)
				t.Logf("met: %s", example)
			}
		}
	}
	if well < 15 {
		t.Errorf("only %d examples are met when nothing is misspelt: what is made for them is not what they speak of", well)
	}
	mustBeKnown(t, "met by a misspelt name", met, readGaps(t).AnyNameGoes)
}

// newName is the name, by definition, that its example gives to something.
var newName = map[string]string{"pod-called": `"first"`}

// namesIn are the names of objects, containers, and nodes in the example of a definition.
func namesIn(t *testing.T, c *step.Catalogue, def step.Def) []step.Value {
	t.Helper()
	_, text, _ := strings.Cut(firstLine(def.Example), " ")
	match, err := matchOf(c, text)
	if err != nil {
		t.Fatalf("%s: %v", def.Example, err)
	}
	return slices.DeleteFunc(match.Values(), func(v step.Value) bool { return v.Type != "name" && v.Type != "node" })
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// wrong exchanges the last two letters of a quoted name that differ.
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

// exampleWith is the example with another text for one value.
func exampleWith(def step.Def, value step.Value, text string) string {
	keyword, rest, _ := strings.Cut(def.Example, " ")
	return keyword + " " + rest[:value.Start] + text + rest[value.Start+len(value.Text):]
}

// replayedExample runs a step where everything of the names is there.
func replayedExample(t *testing.T, values []step.Value, example string) *report.Scenario {
	t.Helper()
	names := []string{}
	for _, v := range values {
		names = append(names, strings.Trim(v.Text, `"`))
	}
	lines := strings.Split(example, "\n")
	feature := "Feature: Names\n  Scenario: One is misspelt\n    " + strings.Join(lines, "\n    ") + "\n"
	file := filepath.Join(t.TempDir(), "example.tgz")
	if err := worldOf(t, names, feature).Write(file); err != nil {
		t.Fatal(err)
	}
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: file})
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", lines[0], err))
	}
	return result.Scenarios[0]
}
