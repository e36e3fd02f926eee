package scenarios_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/internal/report/table"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestTheTableIsCurrent keeps features/README.md in sync with the features. Its durations are those of the last `make table`; a
// scenario that has not run since then has none.
func TestTheTableIsCurrent(t *testing.T) {
	const page = "../features/README.md"
	last, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	goldenfile.Equal(t, page, withDurationsOf(string(last), tableBeforeARun(t, last)))
}

// TestDurationsOfTheTable: a row keeps its duration when it moves, also between rows of the same name.
func TestDurationsOfTheTable(t *testing.T) {
	last := "Kubernetes v1.37.2 with 4 nodes, x\n| A | [one](a.feature#L1) | 1s |\n| A | [one](a.feature#L2) | 2s |\n| A | [gone](a.feature#L9) | 3s |\n"
	next := "Kubernetes  with 0 nodes, x\n| A | [new](a.feature#L1) | not run |\n| A | [one](a.feature#L4) | not run |\n| A | [one](a.feature#L5) | not run |\n"
	want := "Kubernetes v1.37.2 with 4 nodes, x\n| A | [new](a.feature#L1) | not run |\n| A | [one](a.feature#L4) | 1s |\n| A | [one](a.feature#L5) | 2s |\n"
	if got := withDurationsOf(last, next); got != want {
		t.Errorf("got:\n%s", got)
	}
}

// tableBeforeARun returns the table as `make table` writes it over the last one, for scenarios that have not run.
func tableBeforeARun(t *testing.T, last []byte) string {
	t.Helper()
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	run := &report.Run{}
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			if leftOut(pickle.Tags) {
				continue
			}
			s := &report.Scenario{Feature: feature.Name, Name: pickle.Name, URI: filepath.Join(root, pickle.URI), Line: pickle.Line, Tags: pickle.Tags}
			for _, step := range pickle.Steps {
				s.Steps = append(s.Steps, &report.Step{Text: step.Text})
			}
			run.Scenarios = append(run.Scenarios, s)
		}
	}
	page := filepath.Join(root, "features", "README.md")
	if err := os.Mkdir(filepath.Dir(page), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(page, last, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := table.New(page).RunFinished(run); err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(table)
}

var (
	tableRow  = regexp.MustCompile(`(?m)^(.*\[.*\]\([^#)]*)(#L\d+\) \| )(.*)( \|)$`)
	tableWhat = regexp.MustCompile(`Kubernetes (.*) with \d+ nodes`)
)

// withDurationsOf returns a table with the durations of another one, by the texts of its rows, and the cluster on which that
// was run.
func withDurationsOf(last, next string) string {
	took := map[string][]string{}
	for _, row := range tableRow.FindAllStringSubmatch(last, -1) {
		took[row[1]] = append(took[row[1]], row[3])
	}
	next = tableWhat.ReplaceAllLiteralString(next, tableWhat.FindString(last))
	return tableRow.ReplaceAllStringFunc(next, func(line string) string {
		row := tableRow.FindStringSubmatch(line)
		if rest := took[row[1]]; len(rest) > 0 {
			took[row[1]] = rest[1:]
			return row[1] + row[2] + rest[0] + row[4]
		}
		return line
	})
}
