package operator

import (
	"regexp"
	"testing"
)

// TestExamples creates the mutants of each operator's example.
func TestExamples(t *testing.T) {
	for _, op := range Catalogue() {
		t.Run(op.Name, func(t *testing.T) {
			mutants, err := Mutants([]byte(op.Example.Manifest), []Operator{op})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range mutants {
				shown, err := m.Diff()
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, m.Change.Says+"\n"+shown)
			}
			if len(got) == 0 {
				t.Error("no mutants")
			}
			for i := range max(len(got), len(op.Example.Mutants)) {
				if have, want := item(got, i), item(op.Example.Mutants, i); have != want {
					t.Errorf("mutant %d:\n%s\nwant:\n%s", i+1, have, want)
				}
			}
		})
	}
}

func item(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(none)"
}

// TestCatalogue checks the names of operators, which reports and declarations use.
func TestCatalogue(t *testing.T) {
	kebab, seen := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`), map[string]bool{}
	for _, op := range Catalogue() {
		if seen[op.Name] || !kebab.MatchString(op.Name) {
			t.Errorf("%q is listed twice, or is not in kebab-case", op.Name)
		}
		seen[op.Name] = true
		if op.Doc == "" || op.Attacks == "" || op.Find == nil || op.Weight <= 0 || op.Example.Manifest == "" {
			t.Errorf("%s is not complete", op.Name)
		}
	}
}
