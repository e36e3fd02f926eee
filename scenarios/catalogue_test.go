package scenarios_test

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// gaps is testdata/catalogue.yaml: step definitions that are not fully proven yet, by name. A gap that is closed must be
// removed from it.
type gaps struct {
	NotRun      []string `yaml:"run by no scenario"`
	NoTwin      []string `yaml:"without a twin that fails at it"`
	AnyNameGoes []string `yaml:"met by a misspelt name"`
}

func readGaps(t *testing.T) gaps {
	t.Helper()
	data, err := os.ReadFile("testdata/catalogue.yaml")
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	decoder.KnownFields(true)
	var known gaps
	if err := decoder.Decode(&known); err != nil {
		t.Fatal(err)
	}
	return known
}

// TestEveryDefinitionIsRun: a step that no scenario uses may do anything.
func TestEveryDefinitionIsRun(t *testing.T) {
	c := vocabulary(t)
	run := map[string]bool{}
	for _, pickle := range builtInPickles(t) {
		for _, s := range pickle.Steps {
			run[definitionOf(t, c, s.Text)] = true
		}
	}
	var missing []string
	for _, def := range definitions(c) {
		if !run[def.Name] {
			missing = append(missing, def.Name)
		}
	}
	mustBeKnown(t, "run by no scenario of features/", missing, readGaps(t).NotRun)
}

// TestEveryDefinitionFailsInATwin: a check that has never failed may be met by anything.
func TestEveryDefinitionFailsInATwin(t *testing.T) {
	c := vocabulary(t)
	fails := map[string]bool{}
	for _, twin := range readTwins(t) {
		fails[definitionOf(t, c, cmp.Or(twin.Breaks, twin.FailsAt))] = true
	}
	var missing []string
	for _, def := range definitions(c) {
		if !fails[def.Name] {
			missing = append(missing, def.Name)
		}
	}
	mustBeKnown(t, "no twin in testdata/twins.yaml fails at it", missing, readGaps(t).NoTwin)
}

func definitionOf(t *testing.T, c *step.Catalogue, text string) string {
	t.Helper()
	match, err := matchOf(c, text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return match.Def.Name
}

// matchOf returns the definition for a text, whatever its argument.
func matchOf(c *step.Catalogue, text string) (*step.Match, error) {
	match, err := c.Match(text, step.NoArgument)
	if err != nil && match != nil {
		return match, nil // it lacks its doc string or table
	}
	return match, err
}

func vocabulary(t *testing.T) *step.Catalogue {
	t.Helper()
	c, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func definitions(c *step.Catalogue) []step.Def {
	var all []step.Def
	for _, group := range c.Groups() {
		all = append(all, group.Defs...)
	}
	return all
}

func builtInPickles(t *testing.T) []*gherkin.Pickle {
	t.Helper()
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	var all []*gherkin.Pickle
	for _, feature := range features {
		all = append(all, feature.Pickles...)
	}
	return all
}

// mustBeKnown checks that the definitions that lack something are the known ones.
func mustBeKnown(t *testing.T, lack string, missing, known []string) {
	t.Helper()
	for _, name := range missing {
		if !slices.Contains(known, name) {
			t.Errorf("%s: %s", name, lack)
		}
	}
	for _, name := range known {
		if !slices.Contains(missing, name) {
			t.Errorf("testdata/catalogue.yaml: %s is no longer a gap: remove it (%s)", name, lack)
		}
	}
}
