package engine

import (
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Two features of one name do not share a folder of evidence.
func TestFolderOfEvidence(t *testing.T) {
	a, b := &report.Scenario{URI: "features/a/x.feature", Line: 2}, &report.Scenario{URI: "../b/x.feature", Line: 2}
	alone := &report.Scenario{URI: "features/y.feature", Line: 2}
	r := &runner{models: map[*gherkin.Pickle]*report.Scenario{{}: a, {}: b, {}: alone}}
	for s, want := range map[*report.Scenario]string{a: "features-a-x-2", b: "b-x-2", alone: "y-2"} {
		if got := r.folder(s); got != want {
			t.Errorf("%s: %s, want %s", s.URI, got, want)
		}
	}
}
