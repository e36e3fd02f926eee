package mutate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tree"
)

// TestAManifestOfFortyScenarios: they run one after the other, the quickest first, until one notices, and that one is reported.
// When its text changes, only it runs again.
func TestAManifestOfFortyScenarios(t *testing.T) {
	path := t.TempDir() + "/mutants"
	first, tried := ofForty(t, path, "", "n37")
	if by := first.By; first.Verdict != mutate.Killed || by == nil || by.Name != "n37" || len(first.Scenarios) != 40 {
		t.Errorf("%s by %+v", first.Verdict, first.By)
	}
	if want := []string{"n40 x", "n39 x", "n38 x", "n37 x"}; !slices.Equal(tried, want) {
		t.Errorf("tried %q, want %q", tried, want)
	}
	second, tried := ofForty(t, path, "n37", "n05")
	if by := second.By; second.Verdict != mutate.Killed || by == nil || by.Name != "n05" {
		t.Errorf("%s by %+v", second.Verdict, second.By)
	}
	if len(tried) != 33 || tried[0] != "n37 x" || tried[len(tried)-1] != "n05 x" { // 40 to 38 have passed before
		t.Errorf("tried %q", tried)
	}
}

// ofForty tries one mutant of a manifest that forty scenarios use, with the results in the file. Later scenarios are quicker;
// one of them may have a changed text; one notices. It also returns the scenarios that were run with the mutant.
func ofForty(t *testing.T, path, other, notices string) (mutate.Entry, []string) {
	t.Helper()
	feature := "Feature: F\n"
	for n := 1; n <= 40; n++ {
		feature += fmt.Sprintf("  Scenario: n%02d\n    When the manifest \"web.yaml\" is applied\n    Then pod \"web\" is ready\n", n)
		if other == fmt.Sprintf("n%02d", n) {
			feature += "    And pod \"web\" is Running\n"
		}
	}
	p, err := plan.Make(plan.Options{FS: tree.Files{"features/f.feature": []byte(feature), "manifests/web.yaml": []byte(pod)}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{ending: func(what string, _ int, trial mutate.Trial) mutate.Outcome {
		if what == notices+" x" {
			return noticed
		}
		out := passed
		out.Took = time.Duration(40-trial.Case.Index) * time.Second
		return out
	}}
	memory, err := mutate.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	m := mutate.Begin(s, mutants(s, "x"), mutate.Options{Limits: schedule.Limits{Most: 1}, Memory: memory})
	if err := m.On(t.Context(), f, s.Cases); err != nil {
		t.Fatal(err)
	}
	return m.Report().Mutants[0], slices.DeleteFunc(f.tried, func(what string) bool { return !strings.Contains(what, " ") })
}
