package engine

import (
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Two features with the same name do not share a folder of evidence.
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

// Paths that differ only in characters that a folder name cannot contain are distinguished by a hash.
func TestFoldersOfPathsThatLookAlike(t *testing.T) {
	for _, pair := range [][2]string{
		{"features/a-b/x.feature", "features/a/b/x.feature"}, {"a/x.feature", "../a/x.feature"},
	} {
		a, b := &report.Scenario{URI: pair[0], Line: 2}, &report.Scenario{URI: pair[1], Line: 2}
		r := &runner{models: map[*gherkin.Pickle]*report.Scenario{{}: a, {}: b}}
		if r.folder(a) == r.folder(b) {
			t.Errorf("%v share %s", pair, r.folder(a))
		}
	}
}
