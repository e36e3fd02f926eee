package show

import (
	"fmt"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// writes runs scenarios that end one after the other, and returns how many parts each file had that was written.
func writes(t *testing.T, scenarios int) (ended, parts []int) {
	t.Helper()
	run := &report.Run{}
	for i := range scenarios {
		run.Scenarios = append(run.Scenarios, &report.Scenario{Name: fmt.Sprint(i)})
	}
	f := &File[string]{
		Format: "test",
		Part:   func(e Entry) string { return e.Name },
		Whole: func(now Snapshot[string]) ([]byte, error) {
			count := 0
			for _, e := range now.Entries {
				if e.Stage == Ended {
					count++
				}
			}
			ended, parts = append(ended, count), append(parts, len(now.Parts))
			return nil, nil
		},
		Save: func([]byte, bool) error { return nil },
	}
	f.RunStarted(run)
	for _, s := range run.Scenarios {
		s.Status = report.Passed
		f.ScenarioFinished(s)
	}
	if err := f.RunFinished(run); err != nil {
		t.Fatal(err)
	}
	return ended, parts
}

// TestFileIsWrittenAfterEachScenario: as long as that is cheap.
func TestFileIsWrittenAfterEachScenario(t *testing.T) {
	ended, _ := writes(t, 100)
	if len(ended) != 102 {
		t.Fatalf("written %d times", len(ended))
	}
	for i := range 101 {
		if ended[i] != i {
			t.Errorf("the file lacks scenarios after %d: %d", i, ended[i])
		}
	}
}

// TestFileGrowsWithItsScenarios: four times as many scenarios cost about four times as much, and the file never lacks more than a
// percent of what has ended.
func TestFileGrowsWithItsScenarios(t *testing.T) {
	cost := func(scenarios int) int {
		ended, parts := writes(t, scenarios)
		sum := 0
		for i, count := range parts {
			sum += count
			if i > 0 && ended[i]-ended[i-1] > max(1, ended[i]/100) {
				t.Errorf("of %d scenarios, the file lacked %d after %d", scenarios, ended[i]-ended[i-1], ended[i])
			}
		}
		if last := ended[len(ended)-1]; last != scenarios {
			t.Errorf("the last file has %d of %d scenarios", last, scenarios)
		}
		return sum
	}
	if few, many := cost(1000), cost(4000); many > 6*few {
		t.Errorf("1000 scenarios cost %d parts, 4000 cost %d", few, many)
	}
}
