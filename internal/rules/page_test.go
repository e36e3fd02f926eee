package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/internal/rules"
)

// TestThePageIsCurrent: docs/lint.md matches the table.
func TestThePageIsCurrent(t *testing.T) {
	var b strings.Builder
	if err := rules.WritePage(&b); err != nil {
		t.Fatal(err)
	}
	goldenfile.Equal(t, "../../docs/lint.md", b.String())
}

// TestEachRuleIsDocumented: names are unique, and each rule has its documentation.
func TestEachRuleIsDocumented(t *testing.T) {
	var names []string
	for _, r := range rules.All() {
		if slices.Contains(names, r.Name) || r.Doc == "" || !strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: the name is not unique, or the documentation is missing or no sentence", r.Name)
		}
		names = append(names, r.Name)
	}
}

func TestMatch(t *testing.T) {
	got, err := rules.Match("unknown-*", "no-then")
	if err != nil || !slices.Contains(got, rules.Field) || !slices.Contains(got, rules.NoThen) || slices.Contains(got, rules.Ignore) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := rules.Match("no-thne"); err == nil || !strings.Contains(err.Error(), "did you mean no-then?") {
		t.Errorf("a misspelt rule: %v", err)
	}
}
