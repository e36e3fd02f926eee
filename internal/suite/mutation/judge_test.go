package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAChangedScenarioIsJudgedByTheSameCode: results for the mutants of all other scenarios stay valid, although the program
// embeds the features.
func TestAChangedScenarioIsJudgedByTheSameCode(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("go.mod", "module "+module+"\n\ngo 1.24\n")
	put("features/embed.go", "package features\n\nimport \"embed\"\n\n//go:embed *.feature\nvar FS embed.FS\n")
	put("features/a.feature", "Feature: A\n")
	put("steps/steps.go", "package steps\n\nimport \"embed\"\n\n//go:embed table.json\nvar Table embed.FS\n")
	put("steps/table.json", "{}")
	put("internal/report/report.go", "package report\n")
	put("internal/mutate/mutate.go", "package mutate\n\nimport (\n\t_ \"embed\"\n\n\t_ \""+module+"/features\"\n\t_ \""+module+"/steps\"\n)\n")
	of := func() string {
		t.Helper()
		text, err := judge(t.Context(), dir, judging)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	before := of()
	for _, change := range []struct {
		name, text string
		other      bool
	}{
		{"features/a.feature", "Feature: B\n", false},
		{"features/b.feature", "Feature: C\n", false},
		{"internal/report/report.go", "package report\n\nvar X int\n", false},
		{"steps/steps_test.go", "package steps\n", false},
		{"steps/table.json", `{"a": 1}`, true},
		{"steps/steps.go", "package steps\n", true},
	} {
		put(change.name, change.text)
		after := of()
		if (after != before) != change.other {
			t.Errorf("%s was changed: the hash changed: %v, want %v", change.name, after != before, change.other)
		}
		before = after
	}
	if _, err := judge(t.Context(), dir, "./none"); err == nil {
		t.Error("a package that does not exist has a hash")
	}
}
