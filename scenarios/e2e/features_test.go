package e2e_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/env"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"github.com/gherkind/gherkind/examples/ownsteps"
	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/e2e"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
)

const twoFiles = `@shop
Feature: Tea

  @slow
  Scenario Outline: Pods of <kind>
    When pod "<kind>" is deleted
    Then pod "<kind>" does not exist

    Examples:
      | kind  |
      | green |
      | black |

  Scenario: No pod
    When pod "mint" is deleted
    Then pod "mint" does not exist
`

// TestFeaturesOfFiles: a feature for each file, an assessment for each scenario, and the common tags as labels.
func TestFeaturesOfFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.feature": twoFiles, "b.feature": "Feature: Coffee\n\n  Scenario: One pod\n    When pod \"a\" is deleted\n    Then pod \"a\" does not exist\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all := e2e.Features(t, scenarios.Options{FS: os.DirFS(dir), Paths: []string{"."}})
	var got []string
	for _, f := range all {
		got = append(got, f.Name())
		for _, s := range f.Steps() {
			got = append(got, s.Name())
		}
	}
	if want := []string{"Tea", "Tea-setup", "Pods of green", "Pods of black", "No pod", "Coffee", "Coffee-setup", "One pod"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if labels := all[0].Labels(); !slices.Equal(labels["tag"], []string{"shop"}) {
		t.Errorf("labels %v", labels)
	}
}

// TestInAnEnvironment runs a feature with steps of a project on the cluster of an environment.
func TestInAnEnvironment(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
	settings := envconf.New().WithKubeconfigFile(clustertest.Up(t).KubeconfigPath).WithSkipAssessmentRegex("counters")
	var results ended
	env.NewWithConfig(settings).Test(t, e2e.Features(t, scenarios.Options{
		FS: os.DirFS("../../examples/ownsteps"), Paths: []string{"features/shop.feature"},
		Steps: []step.Group{ownsteps.Steps()}, StateDir: t.TempDir(), Listeners: []report.Listener{&results},
	})...)
	if want := []string{"A price changes passed"}; !slices.Equal(results, want) {
		t.Errorf("ran %q, want %q", results, want)
	}
}

// ended are the scenarios that have ended, with their outcomes.
type ended []string

func (*ended) RunStarted(*report.Run)                      {}
func (*ended) ScenarioStarted(*report.Scenario)            {}
func (*ended) StepStarted(*report.Scenario, *report.Step)  {}
func (*ended) StepFinished(*report.Scenario, *report.Step) {}
func (*ended) Note(string)                                 {}
func (*ended) RunFinished(*report.Run) error               { return nil }
func (e *ended) ScenarioFinished(s *report.Scenario) {
	*e = append(*e, s.Name+" "+string(s.Outcome()))
}
